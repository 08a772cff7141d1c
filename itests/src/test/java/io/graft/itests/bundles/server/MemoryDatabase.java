package io.graft.itests.bundles.server;

import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What is kept under one name, whichever provider comes and goes, and what is wrong with it. */
final class MemoryDatabase {
    private static final Set<String> CHANGES = Set.of("append", "delete", "insert", "replace");
    private static final Set<String> GROWING = Set.of("append", "insert", "replace");
    private static final Duration SLOW = Duration.ofMillis(20);
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(3);

    private final EventStore events = new MemoryEventStore();
    private final DocumentStore documents = new MemoryDocumentStore();
    private final Object lock = new Object();
    private Fault fault = Fault.HEALTHY;

    EventStore events() {
        return faulty(EventStore.class, events);
    }

    DocumentStore documents() {
        return faulty(DocumentStore.class, documents);
    }

    void fault(Fault changed) {
        synchronized (lock) {
            fault = changed;
            lock.notifyAll();
        }
    }

    private Fault fault() {
        synchronized (lock) {
            return fault;
        }
    }

    private <T> T faulty(Class<T> type, T store) {
        return type.cast(Proxy.newProxyInstance(
                MemoryDatabase.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> store.toString();
                    default -> call(store, method, arguments);
                }));
    }

    private Object call(Object store, Method method, Object[] arguments) throws Throwable {
        before(method.getName());
        Object result = invoke(store, method, arguments);
        if (CHANGES.contains(method.getName()) && fault() == Fault.FORGETFUL) {
            throw new StoreUnavailableException(Reason.TIMEOUT, "the answer did not come in time");
        }
        return result instanceof DocumentCollection collection ? faulty(DocumentCollection.class, collection) : result;
    }

    private void before(String method) {
        switch (fault()) {
            case SLOW -> LockSupport.parkNanos(SLOW.toNanos());
            case HANGING -> {
                if (!method.equals("collection")) {
                    hang();
                }
            }
            case FAILING -> throw new StoreUnavailableException(Reason.UNREACHABLE, "connection refused");
            case READ_ONLY -> refuse(CHANGES.contains(method), Reason.READ_ONLY);
            case FULL -> refuse(GROWING.contains(method), Reason.FULL);
            case HEALTHY, FORGETFUL -> {
                // the call goes through
            }
        }
    }

    private static void refuse(boolean refused, Reason reason) {
        if (refused) {
            throw new StoreUnavailableException(reason, "the database is " + reason);
        }
    }

    private void hang() {
        long deadline = System.nanoTime() + CLIENT_TIMEOUT.toNanos();
        synchronized (lock) {
            while (fault == Fault.HANGING && System.nanoTime() < deadline) {
                try {
                    lock.wait(10);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StoreUnavailableException(Reason.TIMEOUT, "interrupted", e);
                }
            }
            if (fault == Fault.HANGING) {
                throw new StoreUnavailableException(Reason.TIMEOUT, "no answer within " + CLIENT_TIMEOUT);
            }
        }
    }

    private static Object invoke(Object store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
