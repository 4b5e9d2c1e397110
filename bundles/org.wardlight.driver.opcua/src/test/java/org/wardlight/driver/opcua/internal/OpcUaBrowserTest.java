package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.Browser.Access;
import org.wardlight.api.driver.Browser.Failed;
import org.wardlight.api.driver.Browser.Node;
import org.wardlight.api.driver.Browser.Page;
import org.wardlight.api.driver.DriverFailure;

/** Looking through a server that nothing is configured for. */
class OpcUaBrowserTest extends LinkFixture {
  @Test
  void nodesComeWithAllThatAnAddressNeeds() throws Exception {
    serve();

    Page page = page(null, 100);

    Node lamp = named(page, "lamp");
    assertThat(lamp)
        .isEqualTo(
            new Node(
                TestServer.NAMESPACE,
                "s=lamp",
                "lamp",
                "lamp",
                "Variable",
                "UInt16",
                Access.READ_WRITE,
                false,
                "0"));
    assertThat(named(page, "name").value()).isEqualTo("bath");
    Node server = named(page, "Server");
    assertThat(server.hasChildren()).isTrue();
    assertThat(server.nodeClass()).isEqualTo("Object");
    assertThat(server.access()).isEqualTo(Access.NONE);

    Page inside = page(server.node(), 100);
    Node state = named(inside, "ServerStatus");
    assertThat(state.dataType()).isEqualTo("ServerStatusDataType");
    assertThat(state.hasChildren()).isTrue();
  }

  @Test
  void aLongListComesPageByPageAndWhole() throws Exception {
    Map<String, Object> many = new HashMap<>();
    IntStream.range(0, 230).forEach(i -> many.put("n" + i, true));
    server = new TestServer(port, many);

    List<Node> all = new ArrayList<>();
    Page page = page(null, 50);
    int pages = 1;
    all.addAll(page.nodes());
    for (String more = page.continuation(); more != null; more = page.continuation()) {
      assertThat(page.nodes()).hasSizeLessThanOrEqualTo(50);
      page = (Page) get(driver().next(more));
      all.addAll(page.nodes());
      pages++;
    }

    assertThat(pages).isGreaterThanOrEqualTo(5);
    assertThat(all.stream().map(Node::node).filter(node -> node.contains(";s=n")).distinct())
        .hasSize(230);
  }

  @Test
  void aContinuationIsGoodForOnePage() throws Exception {
    serve();
    String more = String.valueOf(page(null, 2).continuation());
    get(driver().next(more));

    assertThat(code(get(driver().next(more)))).isEqualTo("Bad_ContinuationPointInvalid");
  }

  @Test
  void whatIsNotThereIsAnsweredWithACode() throws Exception {
    serve();

    assertThat(code(browse("nsu=urn:elsewhere;s=x", 10))).isEqualTo("Bad_NodeIdUnknown");
    assertThat(code(browse("nsu=" + TestServer.NAMESPACE + ";s=no.such", 10)))
        .isEqualTo("Bad_NodeIdUnknown");
    assertThatThrownBy(() -> browse("lamp", 10)).hasMessageContaining("'lamp' is no node");
    assertThatThrownBy(() -> browse(null, 0)).hasMessageContaining("limit must be 1 to 500");
  }

  @Test
  void aServerThatIsAwayIsReported() throws Exception {
    assertThat(((Failed) browse(null, 10)).failure())
        .isEqualTo(new DriverFailure.Unreachable("connection refused by 127.0.0.1:" + port));
  }

  @Test
  void aServerThatWasRestartedIsBrowsedAgain() throws Exception {
    TestServer first = serve();
    page(null, 10);
    first.close();
    server = null;
    assertThat(browse(null, 10)).isInstanceOf(Failed.class);
    serve();

    assertThat(page(null, 100).nodes()).isNotEmpty();
  }

  private Page page(@Nullable String node, int limit) throws Exception {
    Browser.Result result = browse(node, limit);
    assertThat(result).isInstanceOf(Page.class);
    return (Page) result;
  }

  private Browser.Result browse(@Nullable String node, int limit) throws Exception {
    return get(driver().browse(spec(port, Map.of()), node, limit));
  }

  private static Browser.Result get(java.util.concurrent.CompletionStage<Browser.Result> answer)
      throws Exception {
    return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static String code(Browser.Result result) {
    return ((DriverFailure.Rejected) ((Failed) result).failure()).code();
  }

  private static Node named(Page page, String name) {
    return page.nodes().stream()
        .filter(node -> node.browseName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
