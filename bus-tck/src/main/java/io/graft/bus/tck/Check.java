package io.graft.bus.tck;

/**
 * One rule of the contract, as something that can be run against any provider.
 *
 * @param id what it is called for ever, e.g. {@code window.messages}
 * @param rule the rule in one sentence
 * @param body what is done
 */
public record Check(String id, String rule, Body body) {

    /** What a check does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Does it once.
         *
         * @throws Exception whatever goes wrong
         */
        void run(CheckContext context) throws Exception;
    }
}
