package io.graft.coredata.internal;

import io.graft.api.persistence.Page;
import io.graft.rest.Paging;
import io.graft.rest.Response;
import java.time.Duration;

/** What lists and counts have in common. */
final class Lists {

    /** How long a request waits until it may build a large page. */
    static final Duration LARGE_PAGE_WAIT = Duration.ofSeconds(2);

    private static final int STATUS_OK = 200;

    private Lists() {}

    /**
     * The total to answer with a page; 0 where it was not asked for.
     *
     * @throws io.graft.rest.ApiException 416 if the page lies beyond the list, unless nothing was asked for or is there
     */
    static long total(Paging paging, Page<?> page) {
        long total = page.total().orElse(0);
        if (paging.counted() && paging.limit() > 0 && total > 0) {
            paging.check(total);
        }
        return total;
    }

    /** The answer to how many there are. */
    static Response count(long count) {
        return Response.envelope(STATUS_OK, out -> out.writeNumberField("count", count));
    }
}
