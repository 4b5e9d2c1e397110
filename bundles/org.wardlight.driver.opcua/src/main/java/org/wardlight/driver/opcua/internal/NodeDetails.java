package org.wardlight.driver.opcua.internal;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.Browser.Access;
import org.wardlight.api.driver.Browser.Node;

/** What a server says of one node when asked for more than its names. */
record NodeDetails(
    NodeId id,
    ReferenceDescription reference,
    boolean hasChildren,
    String dataType,
    Access access,
    @Nullable String value) {
  private static final int LONGEST_VALUE = 80;
  private static final List<AttributeId> ASKED =
      List.of(AttributeId.DataType, AttributeId.UserAccessLevel, AttributeId.Value);

  /** Asks for the details of these nodes, which the references name in the same order. */
  static List<NodeDetails> read(
      OpcUaClient open,
      List<NodeId> ids,
      List<ReferenceDescription> references,
      List<Boolean> parents)
      throws UaException {
    List<ReadValueId> wanted = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (isVariable(references.get(i))) {
        for (AttributeId attribute : ASKED) {
          wanted.add(attribute(ids.get(i), attribute));
        }
      }
    }
    List<DataValue> answers = read(open, wanted);
    Map<NodeId, String> types = typeNames(open, answers);
    List<NodeDetails> details = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < ids.size(); i++) {
      boolean variable = isVariable(references.get(i));
      details.add(
          new NodeDetails(
              ids.get(i),
              references.get(i),
              parents.get(i),
              variable && answers.get(at).getValue().getValue() instanceof NodeId type
                  ? Objects.requireNonNullElse(types.get(type), "")
                  : "",
              variable ? access(answers.get(at + 1)) : Access.NONE,
              variable ? shown(answers.get(at + 2)) : null));
      at += variable ? ASKED.size() : 0;
    }
    return details;
  }

  /** As the contract has it. */
  Node node(NamespaceTable namespaces) {
    return new Node(
        Objects.requireNonNullElse(namespaces.get(id.getNamespaceIndex()), ""),
        NodeName.id(id),
        Objects.requireNonNullElse(reference.getBrowseName().name(), ""),
        Objects.requireNonNullElse(reference.getDisplayName().text(), ""),
        reference.getNodeClass().name(),
        dataType,
        access,
        hasChildren,
        value);
  }

  private static boolean isVariable(ReferenceDescription reference) {
    return reference.getNodeClass() == NodeClass.Variable;
  }

  private static ReadValueId attribute(NodeId node, AttributeId attribute) {
    return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
  }

  private static List<DataValue> read(OpcUaClient open, List<ReadValueId> wanted)
      throws UaException {
    if (wanted.isEmpty()) {
      return List.of();
    }
    DataValue[] results = open.read(0, TimestampsToReturn.Neither, wanted).getResults();
    return results == null ? List.of() : List.of(results);
  }

  /** The names of data types: built-in ones as everybody knows them, others as the server does. */
  private static Map<NodeId, String> typeNames(OpcUaClient open, List<DataValue> answers)
      throws UaException {
    Map<NodeId, String> names = new HashMap<>();
    List<NodeId> others = new ArrayList<>();
    for (int i = 0; i < answers.size(); i += ASKED.size()) {
      if (answers.get(i).getValue().getValue() instanceof NodeId type && !names.containsKey(type)) {
        OpcUaDataType known = OpcUaDataType.fromNodeId(type);
        names.put(type, known == null ? "" : known.name());
        if (known == null) {
          others.add(type);
        }
      }
    }
    List<DataValue> found =
        read(open, others.stream().map(type -> attribute(type, AttributeId.BrowseName)).toList());
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).getValue().getValue() instanceof QualifiedName name) {
        names.put(others.get(i), Objects.requireNonNullElse(name.name(), ""));
      }
    }
    return names;
  }

  private static Access access(DataValue level) {
    int bits = level.getValue().getValue() instanceof Number number ? number.intValue() : 0;
    boolean read = (bits & 1) != 0;
    boolean write = (bits & 2) != 0;
    return read ? write ? Access.READ_WRITE : Access.READ : write ? Access.WRITE : Access.NONE;
  }

  private static @Nullable String shown(DataValue value) {
    Object raw = value.getValue().getValue();
    if (raw == null || value.getStatusCode().isBad()) {
      return null;
    }
    String text =
        raw.getClass().isArray()
            ? Array.getLength(raw) + " elements"
            : raw instanceof LocalizedText localized ? localized.text() : raw.toString();
    if (text == null) {
      return null;
    }
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
