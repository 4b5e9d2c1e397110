// An OPC UA server on loopback: None and Basic256Sha256, a quantity with a range, an output and a text.
// Prints "ready" once it listens; ends when its input ends, so that no test leaves it behind.
"use strict";
const path = require("node:path");
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { Variant, DataType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");
const { SecurityPolicy } = require("node-opcua-secure-channel");
const { MessageSecurityMode } = require("node-opcua-service-secure-channel");

const [port, directory] = process.argv.slice(2);

async function main() {
  const server = new OPCUAServer({
    port: Number(port),
    hostname: "127.0.0.1",
    resourcePath: "/peer",
    allowAnonymous: true,
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.SignAndEncrypt],
    serverCertificateManager: new OPCUACertificateManager({
      rootFolder: path.join(directory, "pki"),
      automaticallyAcceptUnknownCertificate: true,
    }),
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  const rooms = space.registerNamespace("urn:peer:rooms");
  const room = rooms.addFolder(space.rootFolder.objects, { browseName: "Room203", nodeId: "s=203" });
  const temperature = rooms.addAnalogDataItem({
    componentOf: room,
    nodeId: "s=203.Temperature",
    browseName: "Temperature",
    dataType: "Double",
    engineeringUnitsRange: { low: 0, high: 100 },
    value: new Variant({ dataType: DataType.Double, value: 20 }),
  });
  let lamp = 0;
  rooms.addVariable({
    componentOf: room,
    nodeId: "s=203.Lamp",
    browseName: "Lamp",
    minimumSamplingInterval: 50,
    dataType: "UInt16",
    value: {
      get: () => new Variant({ dataType: DataType.UInt16, value: lamp }),
      // What is written comes back as a temperature: the test sees the way there and back.
      set: (variant) => {
        lamp = variant.value;
        temperature.setValueFromSource({ dataType: DataType.Double, value: 20 + lamp });
        return StatusCodes.Good;
      },
    },
  });
  rooms.addVariable({
    componentOf: room,
    nodeId: "s=203.Serial",
    browseName: "Serial",
    dataType: "String",
    value: new Variant({ dataType: DataType.String, value: "SN-4711" }),
  });
  await server.start();
  process.stdout.write("ready\n");
  process.stdin.resume();
  process.stdin.on("end", () => server.shutdown(0).finally(() => process.exit(0)));
}

main().catch((failure) => {
  process.stderr.write(`${failure.stack}\n`);
  process.exit(1);
});
