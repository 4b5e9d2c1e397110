package org.wardlight.facility.internal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Ward;

/** Reads {@code wards/*.yaml}: rooms, beds, residents; devices are left to {@link DeviceReader}. */
final class WardReader {
  /** The first day of a stay whose file does not tell it. */
  private static final LocalDate UNKNOWN_DAY = LocalDate.EPOCH;

  private static final List<SpaceKind> USUAL =
      List.of(SpaceKind.BEDROOM, SpaceKind.BATHROOM, SpaceKind.LIVING, SpaceKind.ENTRANCE);

  private final CarePlans carePlans;
  private final DeviceReader deviceReader;
  private final FacilityParts parts;

  WardReader(CarePlans carePlans, DeviceReader deviceReader, FacilityParts parts) {
    this.carePlans = carePlans;
    this.deviceReader = deviceReader;
    this.parts = parts;
  }

  /** Reads one file; its name without {@code .yaml} must be the ward's id. */
  void read(Section file, String fileName) {
    String id = file.text("ward");
    if (id == null) {
      id = fileName;
    } else if (!id.equals(fileName)) {
      file.problem(
          file.valueAt("ward"),
          "the ward `%s` stands in %s.yaml: rename one of them".formatted(id, fileName));
    }
    String ward = id;
    List<Room> rooms = new ArrayList<>();
    file.sections("rooms")
        .forEach(
            (roomId, section) -> {
              if (parts.take(
                  "place", roomId, "room `" + roomId + "`", file, at(file, "rooms", roomId))) {
                Room room = room(roomId, section);
                rooms.add(room);
                deviceReader.read(section, ward, roomId, room.spaces(), room.beds());
              }
            });
    // By the name of the file: a wrong id has been told already.
    List<Space> common = common(file, fileName);
    String name = file.text("name");
    String floor = file.text("floor");
    Section day = file.section("day");
    LocalTime from = day == null ? null : time(day, "from");
    LocalTime to = day == null ? null : time(day, "to");
    if (day != null && from != null && from.equals(to)) {
      file.problem(day.valueAt("to"), "the day must not end when it begins");
    } else if (name != null && floor != null && from != null && to != null) {
      parts.wards.add(new Ward(ward, name, floor, from, to, rooms, common));
    }
  }

  private static Yaml.Place at(Section file, String outer, String key) {
    Section section = file.section(outer);
    return section == null ? file.at(outer) : section.at(key);
  }

  private List<Space> common(Section file, String ward) {
    List<Space> spaces = new ArrayList<>();
    file.sections("common")
        .forEach(
            (id, section) -> {
              Yaml.Place at = at(file, "common", id);
              SpaceKind kind = section.word("kind", SpaceKind.class);
              if (!id.startsWith(ward + "/") || id.length() == ward.length() + 1) {
                file.problem(at, "the id of a common space begins with `" + ward + "/`");
              } else if (kind != null && parts.take("place", id, "`" + id + "`", file, at)) {
                Space space = new Space(id, kind);
                spaces.add(space);
                deviceReader.read(section, ward, id, List.of(space), List.of());
              }
            });
    return spaces;
  }

  private Room room(String id, Section section) {
    List<SpaceKind> kinds = new ArrayList<>();
    for (String word : section.texts("spaces")) {
      for (SpaceKind kind : USUAL) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
          kinds.add(kind);
        }
      }
    }
    List<Space> spaces = new ArrayList<>();
    for (SpaceKind kind : section.has("spaces") ? kinds : USUAL) {
      spaces.add(new Space(id + "/" + kind.name().toLowerCase(Locale.ROOT), kind));
    }
    List<Bed> beds = new ArrayList<>();
    Section allBeds = section.section("beds");
    if (allBeds != null) {
      allBeds.sections().forEach((bed, content) -> addBed(beds, id, bed, allBeds, content));
    }
    return new Room(id, spaces, beds);
  }

  private void addBed(List<Bed> beds, String room, String id, Section all, Section content) {
    if (!id.startsWith(room + "/bed")) {
      all.problem(all.at(id), "the id of a bed of this room begins with `%s/bed`".formatted(room));
    } else if (id.equals(room + "/bedroom")) {
      all.problem(all.at(id), "`" + id + "` is a space: name the bed `" + room + "/bed`");
    } else if (parts.take("bed", id, "bed `" + id + "`", all, all.at(id))) {
      Section resident = content.section("resident");
      beds.add(new Bed(id, resident == null ? null : stay(resident)));
    }
  }

  private @Nullable Stay stay(Section section) {
    String id = section.text("id");
    String name = section.text("name");
    CareLevel level = section.word("care-level", CareLevel.class);
    LocalDate from = section.has("from") ? date(section, "from") : UNKNOWN_DAY;
    if (id != null) {
      parts.take("resident", id, "resident `" + id + "`", section, section.valueAt("id"));
    }
    CarePlan plan = level == null ? null : carePlans.planFor(level, section.section("plan"));
    if (id == null || name == null || level == null || plan == null || from == null) {
      return null;
    }
    return new Stay(new Resident(id, name, level, plan), from, null);
  }

  private static @Nullable LocalTime time(Section section, String key) {
    String text = section.text(key);
    try {
      return text == null ? null : LocalTime.parse(text);
    } catch (DateTimeException e) {
      section
          .problems()
          .addUnlessKnown(
              section.file(), section.valueAt(key), "expected a time of day such as \"06:00\"");
      return null;
    }
  }

  private static @Nullable LocalDate date(Section section, String key) {
    String text = section.text(key);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      section
          .problems()
          .addUnlessKnown(
              section.file(),
              section.valueAt(key),
              "`" + text + "` is not a day: expected a date such as 2026-03-01");
      return null;
    }
  }
}
