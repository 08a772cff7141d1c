package io.graft.coredata.internal;

import io.graft.api.persistence.Page;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Response;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Answers with pages of records in bounded memory: most pages are small and cost no more than a request may, and of the
 * large ones only a few are there at once, until they have been sent.
 */
final class Pages {

    /** Bytes of records up to which a page is small. */
    static final int SMALL = 128 * 1024;

    private static final int LARGE_AT_ONCE = 2;

    private final Semaphore large = new Semaphore(LARGE_AT_ONCE, true);
    private final String noun;
    private final Duration wait;

    /**
     * @param noun what messages call the records
     * @param wait how long a request waits until it may build a large page
     */
    Pages(String noun, Duration wait) {
        this.noun = noun;
        this.wait = wait;
    }

    /**
     * Answers with a page.
     *
     * @param maxBytes how large it may be
     * @param query asks for it, at most so many bytes of it
     * @param answer what the page is answered with
     * @throws ApiException 413 if it is larger, 503 if too many large ones are on their way to other clients
     */
    <T> Response answer(long maxBytes, LongFunction<Page<T>> query, Function<Page<T>, Response> answer) {
        Page<T> first = query.apply(Math.min(maxBytes, SMALL));
        if (!first.truncated()) {
            return answer.apply(first);
        }
        if (maxBytes <= SMALL) {
            throw tooLarge(maxBytes, first);
        }
        enter();
        boolean answered = false;
        try {
            Page<T> page = query.apply(maxBytes);
            if (page.truncated()) {
                throw tooLarge(maxBytes, page);
            }
            Response response = answer.apply(page).whenDone(large::release);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                large.release();
            }
        }
    }

    private void enter() {
        try {
            if (large.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ApiException(
                ErrorKind.SERVICE_UNAVAILABLE,
                "too many large pages are under way (" + LARGE_AT_ONCE + " of more than " + SMALL / 1024
                        + " KB at once); try again in a moment, or with a smaller limit");
    }

    private ApiException tooLarge(long maxBytes, Page<?> page) {
        int fit = page.items().size();
        return new ApiException(
                ErrorKind.LIMIT_EXCEEDED,
                "the page holds more than " + maxBytes / 1024 + " KB (max.page.size); the first " + fit + " " + noun
                        + " fit: ask with limit=" + fit);
    }
}
