package ${package};

import io.graft.api.persistence.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Collects records until a page is full. */
final class PageBuilder<T> {

    private final int limit;
    private final long maxBytes;
    private final List<T> items = new ArrayList<>();
    private long bytes;
    private boolean truncated;

    PageBuilder(int limit, long maxBytes) {
        this.limit = limit;
        this.maxBytes = maxBytes;
    }

    boolean hasRoom() {
        return items.size() < limit && !truncated;
    }

    /** Adds a record, unless the page would hold too much then. */
    void add(T item, long size) {
        if (!items.isEmpty() && size > maxBytes - bytes) {
            truncated = true;
        } else {
            items.add(item);
            bytes += size;
        }
    }

    Page<T> page(OptionalLong total) {
        return new Page<>(items, total, truncated);
    }
}
