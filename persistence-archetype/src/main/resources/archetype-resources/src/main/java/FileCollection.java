package ${package};

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Documents by id, and a sorted index of every field. */
final class FileCollection implements DocumentCollection {

    private final StoreFile file;
    private final String name;

    FileCollection(StoreFile file, String name) {
        this.file = file;
        this.name = name;
    }

    @Override
    public Document insert(Document document) {
        return file.change(table -> {
            if (load(table, document.id()).isPresent()) {
                throw new DuplicateKeyException(name, "id", document.id());
            }
            return put(table, document.withRevision(1));
        });
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        return file.change(table -> {
            Document stored = load(table, document.id())
                    .filter(found -> found.revision() == ifRevision)
                    .orElseThrow(() -> new ConflictException("document '" + document.id() + "' of " + name
                            + " does not have revision " + ifRevision + " any more; read it again"));
            DocumentKeys.indexes(spec(table), stored).forEach(table::remove);
            return put(table, document.withRevision(ifRevision + 1));
        });
    }

    private Document put(Table table, Document document) {
        CollectionSpec spec = spec(table);
        Fields.require(spec, document);
        for (String field : spec.unique()) {
            for (String value : document.texts().getOrDefault(field, List.of())) {
                if (DocumentKeys.equal(table, name, field, value).size() > 0) {
                    throw new DuplicateKeyException(name, field, value);
                }
            }
        }
        table.put(DocumentKeys.document(name, document.id()), Codec.document(document));
        DocumentKeys.indexes(spec, document).forEach(key -> table.put(key, new byte[0]));
        return document;
    }

    @Override
    public boolean delete(String id) {
        return file.change(table -> {
            Optional<Document> stored = load(table, id);
            stored.ifPresent(document -> {
                table.remove(DocumentKeys.document(name, id));
                DocumentKeys.indexes(spec(table), document).forEach(table::remove);
            });
            return stored.isPresent();
        });
    }

    @Override
    public Optional<Document> get(String id) {
        return file.read(table -> load(table, id));
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        return file.read(table -> {
            CollectionSpec spec = spec(table);
            if (!spec.unique().contains(uniqueField)) {
                throw new InvalidQueryException("'" + uniqueField + "' is not a unique field of " + name
                        + "; these are: " + spec.unique());
            }
            Table.Range found = DocumentKeys.equal(table, name, uniqueField, value);
            return found.size() == 0 ? Optional.empty() : load(table, Key.text(found.key(0), found.at()));
        });
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        return file.read(table -> {
            Fields.require(spec(table), query);
            Selection selection = Selection.of(table, name, query);
            PageBuilder<Document> page = new PageBuilder<>(query.limit(), Long.MAX_VALUE);
            long left = selection.passOver(query.offset());
            while (page.hasRoom()) {
                String id = selection.next();
                if (id == null) {
                    break;
                }
                Document document = load(table, id).orElseThrow();
                if (selection.admits(document) && left-- <= 0) {
                    page.add(document, 0);
                }
            }
            return page.page(query.withTotal() ? OptionalLong.of(count(table, query)) : OptionalLong.empty());
        });
    }

    @Override
    public long count(DocumentQuery query) {
        return file.read(table -> {
            Fields.require(spec(table), query);
            return count(table, query);
        });
    }

    private long count(Table table, DocumentQuery query) {
        Selection selection = Selection.of(table, name, forCount(query));
        OptionalLong known = selection.size();
        if (known.isPresent()) {
            return known.getAsLong();
        }
        long count = 0;
        for (String id = selection.next(); id != null; id = selection.next()) {
            if (selection.admits(load(table, id).orElseThrow())) {
                count++;
            }
        }
        return count;
    }

    /** The order does not matter for a count: that of a number is its index. */
    private static DocumentQuery forCount(DocumentQuery query) {
        return query.conditions().stream()
                .filter(Condition.Between.class::isInstance)
                .findFirst()
                .map(condition -> query.ascending(condition.field()))
                .orElse(DocumentQuery.where(query.conditions().toArray(Condition[]::new)));
    }

    private CollectionSpec spec(Table table) {
        return Codec.spec(table.get(DocumentKeys.spec(name)));
    }

    private Optional<Document> load(Table table, String id) {
        return Optional.ofNullable(table.get(DocumentKeys.document(name, id))).map(Codec::document);
    }
}
