package org.wardlight.driver.opcua.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * A node, named in a way that outlives a restart of its server.
 *
 * @param id the identifier without its namespace, "s=203.Bathroom.Presence" or "i=2258"
 */
record NodeName(String namespace, String id) {
  private static final Pattern FORM = Pattern.compile("nsu=([^;]+);(.+)", Pattern.DOTALL);
  private static final Pattern INDEX = Pattern.compile("^ns=\\d+;");

  /** Reads {@code nsu=<namespace>;<id>}, where the namespace has {@code %3B} for a semicolon. */
  static NodeName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || NodeId.parseOrNull("ns=0;" + matcher.group(2)) == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no node; expected nsu=<namespace URI>;s=<name>, or i=<number>");
    }
    String namespace = matcher.group(1).replace("%3B", ";").replace("%25", "%");
    return new NodeName(namespace, matcher.group(2));
  }

  /** The identifier of a node without the index of its namespace. */
  static String id(NodeId node) {
    return INDEX.matcher(node.toParseableString()).replaceFirst("");
  }

  /** The node id where the namespace has this index. */
  NodeId in(int namespaceIndex) {
    return NodeId.parse("ns=" + namespaceIndex + ";" + id);
  }
}
