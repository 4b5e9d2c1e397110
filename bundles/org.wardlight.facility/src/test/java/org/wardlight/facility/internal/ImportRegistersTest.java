package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it, on a copy of the repository's files. */
class ImportRegistersTest {
  private static final Path EXAMPLE = Path.of("../../docs/examples/room-module.csv");

  @TempDir private Path directory;
  private Path list;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void copy() throws IOException {
    list = directory.resolve("list.csv");
    Files.createDirectories(directory.resolve("dc/types"));
    Files.createDirectories(directory.resolve("dc/schema"));
    for (String name :
        List.of(
            "point-kinds.yaml",
            "schema/device-type.schema.json",
            "schema/point-kinds.schema.json")) {
      Files.copy(ConfigCopy.ORIGINAL.resolve(name), directory.resolve("dc").resolve(name));
    }
  }

  private int run(Path file, String... more) {
    List<String> words = new ArrayList<>(List.of(file.toString(), "--type", "rm-4"));
    words.addAll(List.of("--out", directory.resolve("dc").toString()));
    words.addAll(List.of(more));
    return perform(words);
  }

  private int perform(List<String> words) {
    out.reset();
    err.reset();
    return new ImportRegisters(ConfigCopy.ORIGINAL)
        .apply(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .applyAsInt(words);
  }

  private int run(String text, String... more) throws IOException {
    Files.writeString(list, text);
    return run(list, more);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).replace(list.toString(), "list.csv");
  }

  private Path type() {
    return directory.resolve("dc/types/rm-4.yaml");
  }

  @Test
  void theExampleOfTheGuideBecomesAType() throws IOException {
    assertThat(run(EXAMPLE)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("guessed: `CO2 Konzentration` is a `bedroom.co2`", "1 kinds are guessed")
        .contains("Interner Zähler");
    assertThat(type()).doesNotExist();
    assertThat(run(EXAMPLE, "--accept-guesses", "--dry-run")).isZero();
    assertThat(type()).doesNotExist();
    assertThat(run(EXAMPLE, "--accept-guesses")).as(err()).isZero();
    assertThat(Files.readString(type()))
        .contains(
            "  raumtemperatur: {kind: bedroom.temperature, scan: normal, min: -20, max: 60,"
                + " register: {table: input-register, address: 10, type: int16, scale: 0.1}}",
            "  co2Konzentration: {kind: bedroom.co2, scan: normal, min: 0, max: 10000, register:"
                + " {table: input-register, address: 12, type: float32, order: CDAB}}  # kind"
                + " guessed",
            "  bewegung: {kind: bedroom.motion, scan: normal, register: {table: input-register,"
                + " address: 19, type: bool, bit: 3}}",
            "  prasenzBad: {kind: bathroom.presence, scan: safety, register: {table:"
                + " input-register, address: 20, type: uint16, states: {\"false\": 0, \"true\": [1,"
                + " 2]}}}",
            "  sollwertTemperatur: {kind: climate.setpoint, scan: normal, writable: true, min: 5,"
                + " max: 28, register: {table: holding-register, address: 0, type: int16, scale:"
                + " 0.1}}",
            "states: {off: 0, low: 10, medium: 20, high: 30}",
            "{table: holding-register, address: 100, type: string, length: 8}")
        .doesNotContain("Feuchte", "feuchte");
    assertThat(run(EXAMPLE, "--accept-guesses")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("nothing changes");
  }

  @Test
  void toLookNoDirectoryIsNeededAndTheShippedKindsHold() {
    List<String> look = List.of(EXAMPLE.toString(), "--type", "rm-4", "--accept-guesses");
    List<String> dry = new ArrayList<>(look);
    dry.add("--dry-run");
    assertThat(perform(dry)).as(err()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("kind: bedroom.co2");
    assertThat(ConfigCopy.ORIGINAL.resolve("types/rm-4.yaml")).doesNotExist();

    assertThat(perform(look)).isEqualTo(2);
    assertThat(err()).contains("where to? name it with --out DIR or --config DIR");
  }

  @Test
  void aDirectoryWithoutKindsOfItsOwnUsesTheShippedOnes() throws IOException {
    Path house = directory.resolve("house/facilities/mine");
    List<String> words =
        List.of(
            EXAMPLE.toString(), "--type", "rm-4", "--accept-guesses", "--config", house.toString());
    assertThat(perform(words)).isEqualTo(2);
    assertThat(err()).contains("there is no directory " + house);
    Files.createDirectories(house);
    assertThat(perform(words)).isEqualTo(2);
    assertThat(err()).contains("copy the distribution's device-configs/types there first");
    Path types = Files.createDirectory(directory.resolve("house/types"));
    assertThat(perform(words)).as(err()).isZero();
    assertThat(types.resolve("rm-4.yaml")).exists();
  }

  @Test
  void aChangedListShowsWhatWouldChangeAndWritesNothingInADryRun() throws IOException {
    String text = "name,address,fc,type,scale,kind\nTemp,10,4,int16,0.1,bedroom.temperature\n";
    assertThat(run(text)).as(err()).isZero();
    String before = Files.readString(type());
    assertThat(run(text.replace("0.1", "0.01"), "--dry-run")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("- temp: {", "scale: 0.1}", "+ temp: {", "scale: 0.01}");
    assertThat(Files.readString(type())).isEqualTo(before);
  }

  @Test
  void registersThatReachIntoEachOtherAndTheSameOneTwiceAreWarnedOf() throws IOException {
    String text =
        """
        name,address,type,scale,unit,kind
        Temp A,30011,int16,0.1,°C,bedroom.temperature
        Temp B,30011,int16,0.1,°C,outdoor.temperature
        Wide,30012,float,1,ppm,bedroom.co2
        Moist,30013,uint16,1,%,bedroom.humidity
        """;
    assertThat(run(text, "--dry-run")).as(err()).isZero();
    assertThat(err()).contains(":3:8: warning: is the same register as `tempA` of line 2");
    assertThat(err())
        .contains(":5:7: warning: takes some of the registers of `wide` of line 4, a float32");
  }

  /** Else each good line is blamed for the bad one. */
  @Test
  void oneWrongAddressDoesNotMakeTheOthersWrong() throws IOException {
    assertThat(
            run(
                """
                name,address,type,scale,unit,kind
                A,30011,int16,0.1,°C,bedroom.temperature
                B,30012,int16,1,%,bedroom.humidity
                C,99999,int16,0.1,°C,outdoor.temperature
                """))
        .isEqualTo(1);
    assertThat(err().lines().filter(line -> line.contains(".csv:")))
        .singleElement()
        .asString()
        .contains(":4:3: `99999` is no address: expected one such as 40001");
  }

  @Test
  void swappedBoundsAreToldWhereTheListHasThem() throws IOException {
    String text = "name,address,type,scale,unit,access,min,max,kind\nA,40002,int16,0.1,°C,RW,28,5,";
    assertThat(run(text + "climate.setpoint\n")).isEqualTo(1);
    assertThat(err()).contains(":2:28: the greatest value must be above the least, 28");
  }

  @Test
  void aListThatIsNotThereIsSaidInWords() {
    assertThat(perform(List.of("none.csv", "--type", "rm-4", "--dry-run"))).isEqualTo(1);
    assertThat(err()).contains("there is no file none.csv");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlaceAndNothingIsWritten() throws IOException {
    int code =
        run(
            """
            name;address;fc;type;scale;unit;access;min;max;bit;kind
            A;x;4;int16;1;;R;;;;bedroom.co2
            B;5;9;int16;1;;R;;;;bedroom.co2
            C;5;4;int17;1;;R;;;;bedroom.co2
            D;5;4;int16;0;;R;;;;bedroom.co2
            E;5;4;int16;1;K;R;;;;bedroom.temperature
            F;5;4;int16;1;;R;5;28;;climate.setpoint
            G;5;3;int16;1;;RW;;28;;climate.setpoint
            H;5;4;int16;1;;R;;;16;bedroom.motion
            I;5;4;int16;1;;R;;;;bedroom.nonsense
            J;5;4;int16;eins;;R;;;;bedroom.co2
            K;70000;4;int16;1;;R;;;;bedroom.co2
            """);
    assertThat(code).isEqualTo(1);
    assertThat(err().lines().map(line -> line.replaceFirst("(:[0-9]+:[0-9]+: .{0,28}).*", "$1")))
        .containsExactly(
            "list.csv:2:3: `x` is no address: expected ",
            "list.csv:3:5: `9` is no table: write a fun",
            "list.csv:4:7: `int17` is no type known her",
            "list.csv:5:13: a scale must not be 0",
            "list.csv:6:15: the unit is K, but `bedroom.",
            "list.csv:7:5: `climate.setpoint` is an out",
            "list.csv:8:19: `climate.setpoint` is writte",
            "list.csv:9:20: a bit is 0 to 15, not 16",
            "list.csv:10:21: unknown point kind `bedroom.",
            "list.csv:11:13: `eins` is no number",
            "list.csv:12:3: `70000` is no address: expec");
    assertThat(type()).doesNotExist();
  }

  @Test
  void latinOneIsReadWithAWarning() throws IOException {
    Files.write(
        list,
        "Bezeichnung;Adresse;Funktionscode;Typ;kind\nKühlung;7;4;INT16;bedroom.temperature\n"
            .getBytes(Charset.forName("ISO-8859-1")));
    assertThat(run(list)).isZero();
    assertThat(err()).contains("warning: the file is not UTF-8");
    assertThat(Files.readString(type())).contains("kuhlung:");
  }

  @Test
  void chineseHeadingsAndAByteOrderMarkAreUnderstood() throws IOException {
    int code =
        run(
            "\uFEFF名称\t地址\t功能码\t数据类型\t系数\t单位\t读写\n室内温度\t0x000A\t04\t有符号16位\t0.1\t℃\t只读\n",
            "--accept-guesses");
    assertThat(code).as(err()).isZero();
    assertThat(Files.readString(type()))
        .contains(
            "bedroomTemperature: {kind: bedroom.temperature",
            "{table: input-register, address: 10, type: int16, scale: 0.1}");
  }

  @Test
  void aTypoOnTheCommandLineIsAUsageError() throws IOException {
    assertThat(run("a,b\n", "--typ")).isEqualTo(2);
    assertThat(err()).contains("`--typ` is not known");
    assertThat(run(directory.resolve("none.csv"))).isEqualTo(1);
    assertThat(run("x,y\n1,2\n")).isEqualTo(1);
    assertThat(err()).contains("no line of headings found");
  }
}
