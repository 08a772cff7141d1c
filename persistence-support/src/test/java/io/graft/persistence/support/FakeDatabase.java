package io.graft.persistence.support;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.FormattingResultLog;

/** A database that opens at once unless told otherwise, and remembers what was asked of it and by which thread. */
class FakeDatabase implements Database {

    final String server;
    final List<String> calls;
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    volatile Set<String> nameSpaces = Set.of();
    volatile Runnable beforeOpen = () -> {};
    volatile Runnable beforeRemove = () -> {};
    volatile Runnable beforeClose = () -> {};

    FakeDatabase(String server) {
        this(server, new CopyOnWriteArrayList<>());
    }

    FakeDatabase(String server, List<String> calls) {
        this.server = server;
        this.calls = calls;
    }

    @Override
    public OpenStores open(String nameSpace) {
        called("open " + nameSpace);
        beforeOpen.run();
        return new FakeStores(nameSpace);
    }

    @Override
    public void remove(String nameSpace) {
        called("remove " + nameSpace);
        beforeRemove.run();
    }

    @Override
    public Set<String> nameSpaces() {
        return nameSpaces;
    }

    private void called(String call) {
        calls.add((server + " " + call).strip());
        threads.add(Thread.currentThread());
    }

    private final class FakeStores implements OpenStores {

        private final String nameSpace;
        private final EventStore events = stub(EventStore.class);
        private final DocumentStore documents = stub(DocumentStore.class);

        FakeStores(String nameSpace) {
            this.nameSpace = nameSpace;
        }

        @Override
        public EventStore events() {
            return events;
        }

        @Override
        public DocumentStore documents() {
            return documents;
        }

        @Override
        public String server() {
            return server;
        }

        @Override
        public void check(FormattingResultLog log) {
            log.info("{} answers.", server);
        }

        @Override
        public void close() {
            called("close " + nameSpace);
            beforeClose.run();
        }
    }

    private static <T> T stub(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }
}
