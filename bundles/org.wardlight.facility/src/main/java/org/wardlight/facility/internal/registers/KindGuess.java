package org.wardlight.facility.internal.registers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Guesses the kind of a point from what makers call it, in English, German and Chinese. */
final class KindGuess {
  /** Kinds, each with the words of which one must occur; the first that fits wins. */
  private static final Map<String, List<String>> RULES = new LinkedHashMap<>();

  static {
    rule("climate.setpoint", "setpoint", "set point", "sollwert", "solltemperatur", "设定");
    rule("outdoor.temperature", "outdoor temp", "outside temp", "außentemp", "aussentemp", "室外温度");
    rule("outdoor.humidity", "outdoor humid", "außenfeucht", "室外湿度");
    rule("outdoor.wind", "wind", "风速");
    rule("outdoor.rain", "rain", "regen", "niederschlag", "雨");
    rule("bedroom.temperature", "temperature", "raumtemp", "temperatur", "温度");
    rule("bedroom.humidity", "humidity", "feuchte", "湿度");
    rule("bedroom.co2", "co2", "co₂", "二氧化碳");
    rule("bedroom.voc", "voc");
    rule(
        "bedroom.brightness",
        "illuminance",
        "brightness",
        "helligkeit",
        "beleuchtungsstärke",
        "照度");
    rule("climate.valve", "valve", "ventilstellung", "stellventil", "阀");
    rule("ventilation.level", "fan speed", "fan stage", "lüfterstufe", "风速档");
    rule("bathroom.cord", "pull cord", "zugschnur", "zugtaster", "拉绳");
    rule("bathroom.presence", "bathroom presence", "bathroom occup", "präsenz bad", "卫生间");
    rule("bathroom.light", "bathroom light", "licht bad", "badlicht");
    rule("bed.heart-rate", "heart rate", "pulse", "herzfrequenz", "puls", "心率");
    rule("bed.breathing-rate", "breath", "respirat", "atemfrequenz", "呼吸");
    rule("bed.wet", "wet", "nässe", "尿湿");
    rule("bed.occupied", "bed occup", "in bed", "bettbelegung", "在床");
    rule("fall.detected", "fall detect", "sturz", "跌倒");
    rule("call.bed", "bed call", "call bed", "call button", "rufbett", "ruf bett", "床头呼叫");
    rule("bedroom.motion", "motion", "pir", "bewegung", "移动");
    rule("window.open", "window", "fenster", "窗");
    rule("entrance.door.open", "door contact", "door open", "türkontakt", "门磁");
    rule("device.firmware", "firmware", "software version", "固件");
    rule("device.serial", "serial", "seriennummer", "序列号");
    rule("device.battery-low", "battery low", "low battery", "batterie schwach", "电池低");
    rule("device.fault", "fault", "sensor error", "störung", "故障");
  }

  private KindGuess() {}

  private static void rule(String kind, String... words) {
    RULES.put(kind, List.of(words));
  }

  /** The likeliest of the known kinds; null if nothing fits. */
  static @Nullable String of(String name, String description, Set<String> known) {
    String text = (name + " " + description).toLowerCase(Locale.ROOT).replaceAll("[_.-]+", " ");
    for (Map.Entry<String, List<String>> rule : RULES.entrySet()) {
      if (known.contains(rule.getKey()) && rule.getValue().stream().anyMatch(text::contains)) {
        return rule.getKey();
      }
    }
    return null;
  }
}
