package org.wardlight.api.rule;

import java.time.Duration;
import java.util.List;

/**
 * What was agreed with those who live in a room, taken together, as it counts now, by day or by
 * night: whoever needs more care is heard. Comes with every {@link Reading} of the room.
 *
 * @param shared whether several live there
 * @param bathroomLimit how long a stay in the bathroom may take: the shortest
 * @param bathroomLight how bright the bathroom is, in percent: the brightest
 * @param pathLight whether anybody wants a light to show the way at night
 * @param comfortCelsius the temperature wished: the warmest
 * @param coldCelsius below this it is too cold for somebody
 * @param hotCelsius above this it is too hot for somebody
 */
public record HomeFacts(
    String room,
    boolean shared,
    Duration bathroomLimit,
    double bathroomLight,
    boolean pathLight,
    double comfortCelsius,
    double coldCelsius,
    double hotCelsius) {
  /**
   * Takes those who live in a room together.
   *
   * @throws IllegalArgumentException if nobody lives there
   */
  public static HomeFacts of(List<ResidentFacts> residents) {
    if (residents.isEmpty()) {
      throw new IllegalArgumentException("nobody lives there");
    }
    HomeFacts home = of(residents.get(0));
    for (ResidentFacts other : residents.subList(1, residents.size())) {
      home = home.with(of(other));
    }
    return home;
  }

  private static HomeFacts of(ResidentFacts alone) {
    return new HomeFacts(
        alone.room(),
        false,
        alone.getBathroomLimit(),
        alone.getBathroomLight(),
        alone.isPathLight(),
        alone.getComfortCelsius(),
        alone.getColdCelsius(),
        alone.getHotCelsius());
  }

  private HomeFacts with(HomeFacts other) {
    return new HomeFacts(
        room,
        true,
        bathroomLimit.compareTo(other.bathroomLimit) < 0 ? bathroomLimit : other.bathroomLimit,
        Math.max(bathroomLight, other.bathroomLight),
        pathLight || other.pathLight,
        Math.max(comfortCelsius, other.comfortCelsius),
        Math.max(coldCelsius, other.coldCelsius),
        Math.min(hotCelsius, other.hotCelsius));
  }

  public String getRoom() {
    return room;
  }

  public boolean isShared() {
    return shared;
  }

  public Duration getBathroomLimit() {
    return bathroomLimit;
  }

  public double getBathroomLight() {
    return bathroomLight;
  }

  public boolean isPathLight() {
    return pathLight;
  }

  public double getComfortCelsius() {
    return comfortCelsius;
  }

  public double getColdCelsius() {
    return coldCelsius;
  }

  public double getHotCelsius() {
    return hotCelsius;
  }
}
