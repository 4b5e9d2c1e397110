package org.wardlight.driver.opcua.internal;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.Browser.Node;
import org.wardlight.api.driver.ConnectionSpec;

/** One session that is looked through, page by page; connects when it is first used. Blocks. */
final class BrowseSession {
  private static final ViewDescription EVERYTHING =
      new ViewDescription(NodeId.NULL_VALUE, DateTime.NULL_VALUE, uint(0));
  private static final UInteger CLASSES =
      uint(NodeClass.Object.getValue() | NodeClass.Variable.getValue());

  /** Servers limit how many nodes one request may name; none known limits it below this. */
  private static final int NODES_PER_REQUEST = 100;

  private final ConnectionSpec spec;
  private final OpcUaOptions options;
  private final SessionOpener sessions;
  private volatile @Nullable OpcUaClient client;
  private volatile boolean closed;
  private boolean connected;

  /** Some nodes and, if there are more, where the server goes on. */
  record Found(List<Node> nodes, @Nullable ByteString more) {}

  BrowseSession(ConnectionSpec spec, OpcUaOptions options, SessionOpener sessions) {
    this.spec = spec;
    this.options = options;
    this.sessions = sessions;
  }

  ConnectionSpec spec() {
    return spec;
  }

  /** The first children of a node. */
  synchronized Found browse(@Nullable NodeName node, int limit)
      throws RefusedException,
          UaException,
          ExecutionException,
          TimeoutException,
          InterruptedException {
    OpcUaClient open = client();
    NodeId start = NodeIds.ObjectsFolder;
    if (node != null) {
      UShort index = open.getNamespaceTable().getIndex(node.namespace());
      if (index == null) {
        throw new RefusedException(
            "Bad_NodeIdUnknown", spec.endpoint() + " has no namespace " + node.namespace());
      }
      start = node.in(index.intValue());
    }
    return found(
        open, results(open.browse(EVERYTHING, uint(limit), List.of(children(start))).getResults()));
  }

  /** The children after those that were found before. */
  synchronized Found next(ByteString more)
      throws RefusedException,
          UaException,
          ExecutionException,
          TimeoutException,
          InterruptedException {
    OpcUaClient open = client();
    return found(open, results(open.browseNext(false, List.of(more)).getResults()));
  }

  private OpcUaClient client()
      throws RefusedException,
          UaException,
          ExecutionException,
          TimeoutException,
          InterruptedException {
    OpcUaClient open = client;
    if (closed || open == null || !connected) {
      if (closed || open != null) {
        throw new UaException(StatusCodes.Bad_ConnectionClosed, "the session was closed");
      }
      open = sessions.open(spec, options, options.connectTimeout(), made -> client = made);
      connected = true;
    }
    return open;
  }

  private Found found(OpcUaClient open, BrowseResult[] answer)
      throws RefusedException, UaException {
    BrowseResult result = answer[0];
    if (result.getStatusCode().isBad()) {
      throw new RefusedException(
          NodeValues.name(result.getStatusCode()),
          spec.endpoint() + " cannot be browsed there: " + NodeValues.name(result.getStatusCode()));
    }
    List<ReferenceDescription> references = new ArrayList<>();
    List<NodeId> ids = new ArrayList<>();
    ReferenceDescription[] all = result.getReferences();
    for (ReferenceDescription reference : all == null ? new ReferenceDescription[0] : all) {
      // A node of another server cannot be a point of this connection.
      reference
          .getNodeId()
          .toNodeId(open.getNamespaceTable())
          .filter(id -> reference.getNodeId().isLocal() && !ids.contains(id))
          .ifPresent(
              id -> {
                references.add(reference);
                ids.add(id);
              });
    }
    List<Node> nodes = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += NODES_PER_REQUEST) {
      int to = Math.min(ids.size(), from + NODES_PER_REQUEST);
      List<NodeId> some = ids.subList(from, to);
      List<NodeDetails> details =
          NodeDetails.read(open, some, references.subList(from, to), parents(open, some));
      details.forEach(detail -> nodes.add(detail.node(open.getNamespaceTable())));
    }
    ByteString more = result.getContinuationPoint();
    return new Found(nodes, more == null || more.isNullOrEmpty() ? null : more);
  }

  /** Which of these nodes have children. */
  private static List<Boolean> parents(OpcUaClient open, List<NodeId> ids) throws UaException {
    BrowseResult[] firsts =
        results(
            open.browse(EVERYTHING, uint(1), ids.stream().map(BrowseSession::children).toList())
                .getResults());
    List<Boolean> parents = new ArrayList<>();
    List<ByteString> unwanted = new ArrayList<>();
    for (BrowseResult first : firsts) {
      parents.add(first.getReferences() != null && first.getReferences().length > 0);
      ByteString more = first.getContinuationPoint();
      if (more != null && !more.isNullOrEmpty()) {
        unwanted.add(more);
      }
    }
    if (!unwanted.isEmpty()) {
      open.browseNext(true, unwanted);
    }
    return parents;
  }

  private static BrowseResult[] results(BrowseResult @Nullable [] results) throws UaException {
    if (results == null || results.length == 0) {
      throw new UaException(StatusCodes.Bad_DecodingError, "an answer without results");
    }
    return results;
  }

  private static BrowseDescription children(NodeId node) {
    return new BrowseDescription(
        node,
        BrowseDirection.Forward,
        NodeIds.HierarchicalReferences,
        true,
        CLASSES,
        uint(BrowseResultMask.All.getValue()));
  }

  /** Does not wait for a page under way: that one fails. */
  void close() {
    closed = true;
    OpcUaClient open = client;
    if (open != null) {
      SessionOpener.close(open, () -> {});
    }
  }
}
