package io.graft.bus.broker.internal.route;

import java.util.List;

/** The way of a publication to all who subscribe to it. For any number of threads. */
public final class Router {

    private final TopicTree tree = new TopicTree();
    private final Retained retained;

    public Router(Retained retained) {
        this.retained = retained;
    }

    public TopicTree tree() {
        return tree;
    }

    public Retained retained() {
        return retained;
    }

    /** Hands a publication to all who subscribe to it; the receipt then waits for those who have to acknowledge. */
    public void route(Publication publication, Receipt receipt) {
        if (publication.retain()) {
            retained.keep(publication);
        }
        List<Subscription> subscriptions = tree.match(publication.message().topic());
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription each = subscriptions.get(i);
            each.receiver().receive(publication, each, receipt);
        }
        receipt.done();
    }
}
