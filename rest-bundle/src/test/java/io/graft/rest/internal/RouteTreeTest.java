package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.rest.Response;
import io.graft.rest.Routes;
import io.graft.rest.internal.metrics.MetricsRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTreeTest {

    private final RouteTree tree = tree(
            "GET /device/all",
            "GET /device/{name}",
            "PUT /device/{name}",
            "GET /device/{name}/{command}",
            "GET /device/name/{name}",
            "DELETE /device/name/{name}",
            "GET /kvs/key/{key*}",
            "GET /kvs/key/special");

    @Test
    void prefersALiteralAtTheFirstDifferenceAndComesBackFromADeadEnd() {
        assertThat(found("GET", "/device/all")).isEqualTo("/device/all");
        assertThat(found("GET", "/device/x")).isEqualTo("/device/{name}");
        assertThat(found("GET", "/device/name/x")).isEqualTo("/device/name/{name}");
        assertThat(found("GET", "/device/name")).isEqualTo("/device/{name}");
        assertThat(found("GET", "/device/a/b")).isEqualTo("/device/{name}/{command}");
        assertThat(found("PUT", "/device/all")).isEqualTo("/device/{name}");
        assertThat(found("GET", "/kvs/key/special")).isEqualTo("/kvs/key/special");
        assertThat(found("GET", "/kvs/key/special/more")).isEqualTo("/kvs/key/{key*}");
    }

    @Test
    void findsNothingForOtherPaths() {
        for (String path : List.of(
                "",
                "/",
                "device",
                "/device",
                "/device/",
                "/device//x",
                "/device/a/b/c",
                "/device/a/",
                "/kvs/key/",
                "/kvs/key")) {
            assertThat(tree.match("GET", path, 0)).as(path).isNull();
        }
    }

    @Test
    void splitsBeforeItDecodes() {
        assertThat(tree.match("GET", "/device/name/a%2Fb%20%C3%A4", 0).value("name"))
                .isEqualTo("a/b ä");
        assertThat(tree.match("GET", "/x/device/name/a", 2).value("name")).isEqualTo("a");
        assertThat(tree.match("GET", "/kvs/key/a/b%2Fc//d", 0).value("key")).isEqualTo("a/b/c//d");
        RouteTree.Match both = tree.match("GET", "/device/one/two", 0);
        assertThat(both.value("name")).isEqualTo("one");
        assertThat(both.value("command")).isEqualTo("two");
    }

    @Test
    void knowsTheMethodsOfAPath() {
        assertThat(tree.methods("/device/all", 0)).containsExactly("GET", "PUT");
        assertThat(tree.methods("/device/name/x", 0)).containsExactly("DELETE", "GET");
        assertThat(tree.methods("/kvs/key/x/y", 0)).containsExactly("GET");
        assertThat(tree.methods("/nothing", 0)).isEmpty();
    }

    @Test
    void refusesTwoRoutesForTheSamePaths() {
        assertThatThrownBy(() -> tree("GET /a/{x}", "GET /a/{y}")).hasMessageContaining("/a/{x} and /a/{y}");
        assertThatThrownBy(() -> tree("GET /a/{x*}/b")).hasMessageContaining("after {x*}");
    }

    private String found(String method, String path) {
        return tree.match(method, path, 0).endpoint().template();
    }

    private static RouteTree tree(String... routes) {
        MetricsRegistry metrics = new MetricsRegistry();
        return new RouteTree(Stream.of(routes)
                .map(route -> route.split(" "))
                .map(parts -> new Routes.Route(parts[0], parts[1], "", request -> Response.envelope(200)))
                .map(route -> new Endpoint("test", route, false, metrics))
                .toList());
    }
}
