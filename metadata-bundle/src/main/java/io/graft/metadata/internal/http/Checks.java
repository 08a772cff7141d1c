package io.graft.metadata.internal.http;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.metadata.internal.http.Check.Begun;
import io.graft.metadata.internal.model.ItemRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks items ahead of their turn, so that many are asked about at a time; but not further than the first that depends
 * on one before it, or that finds no store. Used by one thread.
 */
final class Checks<R extends ItemRequest> {

    private final Check<R> check;
    private final List<R> items;
    private final List<Runnable> begun = new ArrayList<>();

    Checks(Check<R> check, List<R> items) {
        this.check = check;
        this.items = items;
    }

    /** Throws what is wrong with an item; they are asked for in order. */
    void require(int index) {
        if (index == begun.size()) {
            beginFrom(index);
        }
        begun.get(index).run();
    }

    private void beginFrom(int index) {
        Set<String> subjects = new HashSet<>();
        boolean goOn = true;
        for (int i = index; goOn && i < items.size(); i++) {
            goOn = begin(items.get(i), subjects);
        }
    }

    private boolean begin(R item, Set<String> subjects) {
        try {
            Begun one = check.begin(item);
            if (!one.subject().isEmpty() && !subjects.add(one.subject())) {
                return false;
            }
            one.ask();
            begun.add(one::require);
            return true;
        } catch (StoreUnavailableException e) {
            begun.add(thrower(() -> e));
            return false;
        } catch (RuntimeException e) {
            begun.add(thrower(() -> e));
            return true;
        }
    }

    private static Runnable thrower(Supplier<RuntimeException> failure) {
        return () -> {
            throw failure.get();
        };
    }
}
