package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.Document;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The digest of a document's content: of all but its revision, which every store counts for itself. */
final class DocumentDigest {

    private DocumentDigest() {}

    static String of(Document document) {
        Sha256 sha = new Sha256();
        sha.add(document.id()).add(document.body()).add(document.texts().size());
        for (Map.Entry<String, List<String>> text : new TreeMap<>(document.texts()).entrySet()) {
            sha.add(text.getKey()).add(text.getValue().size());
            text.getValue().stream().sorted().forEach(sha::add);
        }
        new TreeMap<>(document.numbers())
                .forEach((name, number) -> sha.add(name).add(number));
        return sha.text();
    }
}
