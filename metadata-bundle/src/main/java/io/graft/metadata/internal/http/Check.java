package io.graft.metadata.internal.http;

import io.graft.metadata.internal.model.ItemRequest;

/** What is found out about an item before it is done, possibly by asking others who take their time. */
interface Check<R extends ItemRequest> {

    /** Everything is done at once. */
    static <R extends ItemRequest> Check<R> none() {
        return item -> Begun.DONE;
    }

    /**
     * Begins to check an item.
     *
     * @throws io.graft.rest.ApiException if the item can't be done
     * @throws io.graft.api.persistence.StoreException if the store can't tell
     */
    Begun begin(R item);

    /** A check that has begun. */
    interface Begun {

        /** One with nothing to do. */
        Begun DONE = new Begun() {

            @Override
            public String subject() {
                return "";
            }

            @Override
            public void ask() {
                // nobody to ask
            }

            @Override
            public void require() {
                // nothing can be wrong
            }
        };

        /** What the item is about: a later item about the same is checked after this one is done. Empty for nothing. */
        String subject();

        /** Asks whoever is to be asked. */
        void ask();

        /**
         * Waits for the answer.
         *
         * @throws io.graft.rest.ApiException if the item can't be done
         */
        void require();
    }
}
