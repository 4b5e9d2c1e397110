package org.wardlight.driver.opcua.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Reads of many nodes, in requests that servers can bear. */
final class Reads {
  private static final int NODES_PER_READ = 500;

  private Reads() {}

  /**
   * A request under way.
   *
   * @param values one for each node, in the same order
   */
  record Request(List<Watch.Node> nodes, CompletionStage<List<DataValue>> values) {}

  /** Asks for the present values of those nodes that the server has. */
  static Stream<Request> send(OpcUaConnection with, List<Watch.Node> wanted) {
    List<Watch.Node> nodes = new ArrayList<>();
    List<NodeId> ids = new ArrayList<>();
    for (Watch.Node node : wanted) {
      NodeId id = node.accepted;
      if (id != null) {
        nodes.add(node);
        ids.add(id);
      }
    }
    List<Request> requests = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += NODES_PER_READ) {
      int to = Math.min(ids.size(), from + NODES_PER_READ);
      requests.add(new Request(nodes.subList(from, to), with.read(ids.subList(from, to))));
    }
    return requests.stream();
  }
}
