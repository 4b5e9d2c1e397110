package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each class of mistake is told with its exact place and in words that say what would be right. */
class MistakesTest {
  private static final String WARD_A = "facilities/demo/wards/ward-a.yaml";
  private static final String WARD_B = "facilities/demo/wards/ward-b.yaml";
  private static final String CONNECTIONS = "facilities/demo/connections.yaml";
  private static final String GATEWAY = "types/room-io-gateway.yaml";
  private static final String KINDS = "point-kinds.yaml";
  private static final String CARE = "facilities/demo/care.yaml";
  private static final String FACILITY = "facilities/demo/facility.yaml";
  private static final String CONTROLLER = "types/room-controller.yaml";
  private static final String FAN_COIL = "types/fan-coil.yaml";

  @TempDir Path directory = Path.of("");

  /** One edit of the demo and everything that must be said about it. */
  private record Broken(String file, String from, String to, List<String> problems) {}

  private static Broken broken(String file, String from, String to, String... problems) {
    return new Broken(file, from, to, List.of(problems));
  }

  static Stream<Broken> mistakes() {
    return Stream.of(
        broken(
            GATEWAY,
            "kind: bathroom.presence",
            "kind: bathroom.presense",
            GATEWAY
                + ":11:28: unknown point kind `bathroom.presense`: did you mean"
                + " `bathroom.presence`?"),
        broken(
            WARD_A,
            "type: room-io-gateway",
            "type: room-io-gatway",
            WARD_A
                + ":10:22: unknown device type `room-io-gatway`: did you mean `room-io-gateway`?"),
        broken(
            WARD_A,
            "connection: gateway-a1",
            "connection: gateway-a11",
            WARD_A + ":10:51: unknown connection `gateway-a11`: did you mean `gateway-a1`?"),
        broken(
            WARD_A,
            "care-level: nursing",
            "care-level: nursng",
            WARD_A + ":8:65: `nursng` is unknown: did you mean `nursing`?"),
        broken(
            KINDS,
            "space: bathroom",
            "space: bathrom",
            KINDS + ":26:31: `bathrom` is unknown: did you mean `bathroom`?"),
        broken(
            WARD_A,
            "unit: 2}",
            "unit: 1}",
            WARD_A
                + ":16:69: unit 1 of connection `gateway-a1` is already taken in"
                + " facilities/demo/wards/ward-a.yaml line 10"),
        broken(
            WARD_B,
            "object: \"202\"",
            "object: \"201\"",
            WARD_B
                + ":15:72: object 201 of connection `building-b` is already taken in"
                + " facilities/demo/wards/ward-b.yaml line 10"),
        broken(
            WARD_A,
            "102-io",
            "101-io",
            WARD_A
                + ":16:7: device `101-io` is already taken in facilities/demo/wards/ward-a.yaml"
                + " line 10"),
        broken(
            WARD_A,
            "id: r-102",
            "id: r-101",
            WARD_A
                + ":14:34: resident `r-101` is already taken in facilities/demo/wards/ward-a.yaml"
                + " line 8"),
        broken(
            WARD_A,
            "\"102/bed\"",
            "\"101/bed\"",
            WARD_A + ":14:7: the id of a bed of this room begins with `102/bed`"),
        broken(
            WARD_B,
            "\"201\":",
            "\"101\":",
            WARD_B
                + ":6:3: room `101` is already taken in facilities/demo/wards/ward-a.yaml line 6"),
        broken(
            CARE,
            "45min",
            "45 minutes",
            CARE
                + ":2:68: `45 minutes` does not fit: expected a duration such as 250ms, 15s, 15min"
                + " or 2h"),
        broken(KINDS, "unit: °C", "unit: C", KINDS + ":14:60: `C` is unknown: did you mean `°C`?"),
        broken(WARD_A, "{type: room-io-gateway, ", "{", WARD_A + ":10:7: `type` is missing"),
        broken(GATEWAY, "{kind: bathroom.light, ", "{", GATEWAY + ":21:3: `kind` is missing"),
        broken(
            GATEWAY,
            "writable: true, min: 0, max: 100",
            "writable: true",
            GATEWAY + ":21:68: a writable point needs bounds: `min` is missing",
            GATEWAY + ":21:68: a writable point needs bounds: `max` is missing"),
        broken(
            GATEWAY,
            "writable: true, min: 0, max: 100, ",
            "min: 0, max: 100, ",
            GATEWAY + ":21:28: `bathroom.light` is an output: the point needs `writable: true`"),
        broken(
            CONNECTIONS,
            "timeout: 1s",
            "tmeout: 1s",
            CONNECTIONS + ":2:66: unknown key `tmeout`: did you mean `timeout`?"),
        broken(
            CONNECTIONS,
            "timeout: 1s",
            "timeout: 1",
            CONNECTIONS
                + ":2:75: `1` does not fit: expected a duration such as 250ms, 15s, 15min or 2h"),
        broken(
            CONNECTIONS,
            "timeout: 1s",
            "timeout: 1sec",
            CONNECTIONS
                + ":2:75: `1sec` does not fit: expected a duration such as 250ms, 15s, 15min or"
                + " 2h"),
        broken(
            WARD_A, "    beds:", "\tbeds:", WARD_A + ":7:1: a tab indents this line: use spaces"),
        broken(
            WARD_A,
            "    beds:",
            "   beds:",
            WARD_A + ":9:5: the indentation does not fit: line up this line with its neighbours"),
        broken(
            WARD_A,
            "    beds:",
            "     beds:",
            WARD_A + ":9:5: the indentation does not fit: line up this line with its neighbours"),
        broken(
            CARE,
            "path-light: false",
            "path-light: no",
            CARE + ":2:128: `no` is not a truth value: write `false`"),
        broken(
            CARE,
            "path-light: true",
            "path-light: yes",
            CARE + ":4:128: `yes` is not a truth value: write `true`"),
        broken(
            FACILITY,
            "zone: Europe/Berlin",
            "zone: Europe/Berln",
            FACILITY + ":2:7: unknown time zone `Europe/Berln`: did you mean `Europe/Berlin`?"),
        broken(
            FACILITY,
            "language: en",
            "language: fr\nlanguage: de",
            FACILITY + ":3:11: `fr` is unknown: known are `en`, `de`, `zh-CN`",
            FACILITY + ":4:1: `language` is already set in line 3: remove one of the two"),
        broken(FACILITY, "name: Camellia House\n", "", FACILITY + ":1:1: `name` is missing"),
        broken(
            FACILITY,
            "name: Camellia House",
            "name: 42",
            FACILITY + ":1:7: `42` is not a text: write \"42\" in quotes"),
        broken(
            CONNECTIONS,
            "modbus-tcp://127.0.0.1:15022",
            "modbus-tpc://127.0.0.1:15022",
            CONNECTIONS + ":3:24: no driver speaks `modbus-tpc`: did you mean `modbus-tcp`?"),
        broken(
            CONNECTIONS,
            "modbus-tcp://127.0.0.1:15022",
            "modbus-tcp://127.0.0.1:15021",
            CONNECTIONS
                + ":3:24: `gateway-a1` already has this endpoint: use one connection for both"),
        broken(
            WARD_A,
            "connection: gateway-a1, unit: 1",
            "connection: building-b, unit: 1",
            WARD_A
                + ":10:51: a `room-io-gateway` speaks modbus, but the endpoint of `building-b` is"
                + " `opc.tcp://127.0.0.1:15840/wardlight`"),
        broken(
            WARD_A,
            "unit: 1}",
            "unit: 256}",
            WARD_A + ":10:69: `256` is too great: greatest is 255"),
        broken(
            WARD_A,
            "unit: 1}",
            "unit: one}",
            WARD_A + ":10:69: `one` does not fit: expected a whole number"),
        broken(WARD_A, ", unit: 1}", "}", WARD_A + ":10:16: `unit` is missing"),
        broken(
            WARD_A,
            "unit: 1}",
            "unit: 1, object: x}",
            WARD_A + ":10:72: `object` does not belong to a device of protocol modbus: remove it"),
        broken(
            GATEWAY,
            "table: discrete-input",
            "table: discrete-inputs",
            GATEWAY + ":8:82: `discrete-inputs` is unknown: did you mean `discrete-input`?"),
        broken(
            GATEWAY,
            "address: 0",
            "address: 70000",
            GATEWAY + ":8:107: `70000` is too great: greatest is 65535"),
        broken(
            GATEWAY,
            "{table: holding-register",
            "{table: input-register",
            GATEWAY
                + ":21:110: `input-register` is unknown: known are `coil`, `holding-register` (a"
                + " table that can be written, because the point is writable)"),
        broken(
            GATEWAY,
            "scan: safety",
            "scan: normal",
            GATEWAY + ":8:56: `bed.occupied` is a safety kind: write `scan: safety`"),
        broken(
            GATEWAY,
            "kind: window.open, scan: normal",
            "kind: window.open, bed: 1, scan: normal, writable: true",
            GATEWAY + ":15:41: `window.open` does not belong to a bed: remove `bed`",
            GATEWAY
                + ":15:73: `window.open` is not an output: remove `writable` or give the kind"
                + " `output: true`",
            GATEWAY
                + ":15:97: `discrete-input` is unknown: known are `coil`, `holding-register` (a"
                + " table that can be written, because the point is writable)"),
        broken(
            CONTROLLER,
            "namespace: urn:example:room-controller\n",
            "",
            CONTROLLER + ":3:1: `namespace` is missing"),
        broken(
            CONTROLLER,
            "type: Boolean",
            "type: boolean",
            CONTROLLER + ":9:108: `boolean` is unknown: did you mean `Boolean`?"),
        broken(
            CONTROLLER,
            "id: \"s={device}.Bed.Occupied\"",
            "id: \"Bed.Occupied\"",
            CONTROLLER
                + ":9:75: `Bed.Occupied` does not fit: expected a node id such as"
                + " s={device}.Bathroom.Presence or i=1234"),
        broken(
            KINDS, "states: [off, steady, flashing], ", "", KINDS + ":36:1: `states` is missing"),
        broken(
            KINDS,
            "lamp.red: ",
            "Lamp Blue: {space: entrance, type: boolean}\nlamp.red: ",
            KINDS
                + ":36:1: `Lamp Blue` is no valid name: expected a dotted name in lower case such"
                + " as bathroom.presence"),
        broken(
            KINDS,
            "class: urgent",
            "class: urgnt",
            KINDS + ":28:108: `urgnt` is unknown: did you mean `urgent`?"),
        broken(KINDS, "safety: true, raises", "raises", KINDS + ":10:1: `safety` is missing"),
        broken(
            WARD_A,
            "day: {from: \"06:00\", to: \"22:00\"}",
            "day: {from: 06:00, to: \"25:00\"}",
            WARD_A
                + ":4:24: `25:00` does not fit: expected a time of day in quotes such as"
                + " \"06:00\""),
        broken(
            WARD_A,
            "  \"101\":\n    beds:\n",
            "  \"101\":\n    spaces: [bedroom, bathroom, entrance]\n    beds:\n",
            WARD_A
                + ":11:22: `callLiving` of `room-io-gateway` belongs to the living, which `101`"
                + " does not have: add the space, or `without: [callLiving]` to the device"),
        broken(
            WARD_A,
            "unit: 1}",
            "unit: 1, without: [callLivng]}",
            WARD_A
                + ":10:81: `room-io-gateway` has no point `callLivng`: did you mean `callLiving`?"),
        broken(
            WARD_A,
            "ward: ward-a",
            "ward: ward-b",
            WARD_A + ":1:7: the ward `ward-b` stands in ward-a.yaml: rename one of them"),
        broken(
            WARD_A,
            "\"101/bed\"",
            "\"102/bed\"",
            WARD_A + ":8:7: the id of a bed of this room begins with `101/bed`"),
        broken(
            FAN_COIL,
            "min: 5, max: 28",
            "min: 28, max: 16",
            FAN_COIL + ":12:78: `min` must be less than `max`"),
        broken(
            GATEWAY,
            "max: 2,",
            "max: 3,",
            GATEWAY + ":23:81: `max` lies outside the kind's values, which are 0 to 2"),
        broken(
            WARD_A,
            "beds:\n      \"108/bed\": {}",
            "beds: {}",
            WARD_A + ":50:5: `beds` must hold at least 1"),
        broken(
            WARD_A,
            "{resident: {id: r-101",
            "{resident: {id: r-101, nmae: x",
            WARD_A + ":8:41: unknown key `nmae`: did you mean `name`?"),
        broken(
            CONNECTIONS,
            "gateway-a1: {",
            "gateway-a1: [{",
            CONNECTIONS + ":3:1: a ',' or the closing ']' is missing before this"),
        broken(
            FACILITY,
            "name: Camellia House",
            "name: \"Camellia House",
            FACILITY + ":1:7: a quote begins here and does not end"),
        broken(
            FACILITY,
            "name: Camellia House",
            "name: Camellia: House",
            FACILITY
                + ":1:15: a ':' is not expected here: indent the line like its neighbours, or put a"
                + " text that contains ': ' in quotes"),
        broken(
            FACILITY,
            "name: Camellia House",
            "name: !!str Camellia",
            FACILITY + ":1:7: tags ('!…') are not understood here: write the plain value"),
        broken(
            FACILITY,
            "name: Camellia House",
            "name: *x",
            FACILITY + ":1:7: no '&x' stands complete before this"),
        broken(
            FACILITY,
            "name: Camellia House",
            "name:",
            FACILITY + ":1:6: nothing stands here: expected a text"),
        broken(
            FACILITY,
            "name: Camellia House\nzone: Europe/Berlin\nlanguage: en",
            "- a",
            FACILITY + ":1:1: the file does not fit: expected keys with values"),
        broken(
            FAN_COIL,
            "scale: 0.1",
            "scale: 0",
            FAN_COIL + ":7:146: `0` does not fit: expected a number other than 0"),
        broken(FAN_COIL, ", bit: 0", "", FAN_COIL + ":11:55: `bit` is missing"),
        broken(
            FAN_COIL,
            "type: int16, scale: 0.1",
            "scale: 0.1",
            FAN_COIL + ":7:79: `type` is missing"),
        broken(
            GATEWAY,
            "register: {table: discrete-input",
            "regster: {table: discrete-input",
            GATEWAY + ":8:3: `register` is missing",
            GATEWAY + ":8:64: unknown key `regster`: did you mean `register`?"),
        broken(
            GATEWAY,
            "protocol: modbus",
            "protocol: mdbus",
            GATEWAY + ":4:11: `mdbus` is unknown: did you mean `modbus`?"),
        broken(
            FACILITY,
            "language: en",
            "language: en\n---\nx: 1",
            FACILITY + ":4:1: a second document begins here: remove the '---'"),
        broken(
            WARD_A,
            "rooms:",
            "roms:",
            WARD_A + ":1:1: `rooms` is missing",
            WARD_A + ":5:1: unknown key `roms`: did you mean `rooms`?"),
        broken(
            CARE,
            "comfort-day: 21.5",
            "comfort-day: 30",
            CARE + ":2:148: `30` is too great: greatest is 28"),
        broken(
            WARD_A,
            "bathroom-limit-night: 15min, bed-exit-night: urgent",
            "heart-rate-low: 140",
            WARD_A + ":8:97: the low limit must lie below the high one, not 140.0 to 130.0"),
        broken(
            WARD_A,
            "bathroom-limit-night: 15min, bed-exit-night: urgent",
            "room-cold: 20, room-hot: 18",
            WARD_A + ":8:80: the low limit must lie below the high one, not 20.0 to 18.0"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsToldWithPlaceAndRemedy(Broken broken) {
    ConfigCopy copy = ConfigCopy.in(directory).edit(broken.file, broken.from, broken.to);
    FacilityReadout readout = copy.readout();
    assertThat(copy.problems(readout)).containsExactlyElementsOf(broken.problems);
    assertThat(readout.facility()).isNull();
  }
}
