package ${package};

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.support.DatabaseScratchSpaces;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.BundleUnderTest.Setup;
import io.graft.persistence.tck.Misconfigurations;
import io.graft.persistence.tck.StoreContent;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.junit.ProviderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Every rule of the contract, tested on a directory that is thrown away. */
class ContractIT extends ProviderContract {

    @TempDir
    static Path directory;

    @Override
    protected TestedProvider provider() throws Exception {
        Path stores = directory.resolve("stores");
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        return new TestedProvider() {

            private final ScratchSpaces spaces = new DatabaseScratchSpaces(new FileDatabase(stores));

            @Override
            public String name() {
                return "${provider}";
            }

            @Override
            public ScratchSpaces spaces() {
                return spaces;
            }

            @Override
            public Optional<StoreContent> content() {
                return Optional.of(() -> {
                    try (Stream<Path> files = Files.list(stores)) {
                        return files.map(Path::toString).collect(Collectors.toSet());
                    }
                });
            }

            @Override
            public Optional<Misconfigurations> misconfigurations() {
                return Optional.of(new Misconfigurations() {
                    @Override
                    public Optional<Misconfigured> wrongDatabase() {
                        ScratchSpaces wrong = new DatabaseScratchSpaces(new FileDatabase(file));
                        return Optional.of(new Misconfigured(wrong, ""));
                    }
                });
            }

            @Override
            public Optional<BundleUnderTest> bundle() {
                Map<String, Object> configuration =
                        Map.of("directory", directory.resolve("bundle").toString());
                Setup setup = new Setup(List.of(), Map.of("${package}", configuration));
                return Optional.of(new BundleUnderTest(Path.of(System.getProperty("bundle")), Optional.of(setup)));
            }
        };
    }
}
