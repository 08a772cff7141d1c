package io.graft.persistence.binding.internal.migration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/** Stores whose calls a test can watch, hold up and falsify. */
final class Hooked {

    /** What stands between a caller and a store. */
    interface Hook {
        /** Makes the call, or not. */
        Object around(Call call) throws Throwable;
    }

    /** A call of a store's method. */
    record Call(Object store, Method method, List<Object> arguments) {

        boolean is(String name) {
            return method.getName().equals(name);
        }

        Object proceed() throws Throwable {
            try {
                return method.invoke(store, arguments.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private Hooked() {}

    static <S> S store(Class<S> type, S store, Hook hook) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "hooked " + store;
                        };
                    }
                    return hook.around(new Call(store, method, arguments == null ? List.of() : List.of(arguments)));
                }));
    }
}
