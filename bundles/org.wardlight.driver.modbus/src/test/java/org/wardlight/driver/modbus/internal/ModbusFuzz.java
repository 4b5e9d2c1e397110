package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;

/**
 * Feeds broken bytes to all that reads what a device sends: frames of both kinds in any pieces, and
 * the answers of every function. {@code ModbusFuzz SECONDS [SEED]} prints what it tried and ends
 * with status 1 if an exception came out or an input took longer than a second. {@link
 * ModbusFuzzTest} runs it for less than a second.
 */
final class ModbusFuzz {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long HANG_NANOS = 1_000_000_000L;
  private static final List<String> TYPES =
      List.of("bool", "int16", "uint32", "int64", "float32", "float64", "bcd16", "bcd32");

  private final Random random;
  private final ReadBlock block;
  private final SampleBatch batch = new SampleBatch(16);
  private long inputs;
  private long frames;
  private long samples;
  private long longestNanos;
  private final List<String> failures = new ArrayList<>();

  ModbusFuzz(long seed) {
    random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      var address = Points.at(1, "holding-register", 4 * i, TYPES.get(i));
      points.add(
          Points.point(i, ScanClass.NORMAL, i == 0 ? Points.with(address, "bit", 3) : address));
    }
    block = ScanPlan.of(points, BlockLimits.DEFAULT).blocks().get(0);
  }

  public static void main(String[] args) {
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    ModbusFuzz fuzz = new ModbusFuzz(seed);
    fuzz.run(Long.parseLong(args[0]) * 1_000_000_000L);
    System.out.printf(
        "seed %d: %d inputs, %d frames and %d samples taken, longest %.1f ms, %d failures%n",
        seed,
        fuzz.inputs,
        fuzz.frames,
        fuzz.samples,
        fuzz.longestNanos / 1e6,
        fuzz.failures.size());
    fuzz.failures.forEach(System.out::println);
    System.exit(fuzz.failures.isEmpty() ? 0 : 1);
  }

  /** What went wrong in this time, at most ten lines. */
  List<String> run(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0 && failures.size() < 10) {
      byte[] input = input();
      boolean rtu = random.nextBoolean();
      long began = System.nanoTime();
      try {
        feed(rtu, input);
      } catch (RuntimeException e) {
        failures.add((rtu ? "rtu " : "tcp ") + java.util.HexFormat.of().formatHex(input) + " " + e);
      }
      long took = System.nanoTime() - began;
      longestNanos = Math.max(longestNanos, took);
      if (took > HANG_NANOS) {
        failures.add("slow: " + java.util.HexFormat.of().formatHex(input));
      }
      inputs++;
    }
    return failures;
  }

  long inputs() {
    return inputs;
  }

  /** A proper answer, changed, cut, doubled or mixed with noise; or noise. */
  private byte[] input() {
    ByteBuf out = Unpooled.buffer();
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] pdu = new byte[1 + random.nextInt(80)];
      random.nextBytes(pdu);
      if (random.nextInt(4) > 0) {
        pdu = Gateway.registers(block.pdu(), random.nextInt(0x1_0000));
      }
      byte[] body = new byte[1 + pdu.length];
      body[0] = 1;
      System.arraycopy(pdu, 0, body, 1, pdu.length);
      if (random.nextBoolean()) {
        out.writeBytes(Gateway.withCrc(body));
      } else {
        out.writeShort(1).writeShort(0).writeShort(body.length).writeBytes(body);
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      out.setByte(random.nextInt(out.writerIndex()), random.nextInt(256));
    }
    byte[] bytes =
        new byte[random.nextInt(10) == 0 ? out.readableBytes() / 2 : out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  private void feed(boolean rtu, byte[] input) {
    Exchange exchange =
        new Exchange(
            new Taker(),
            "peer",
            options(rtu),
            new Pace(SECOND, SECOND, null),
            System::nanoTime,
            new Figures());
    exchange.connected(
        new Wire() {
          @Override
          public ByteBuf buffer(int size) {
            return Unpooled.buffer(size);
          }

          @Override
          public void send(ByteBuf frame) {}

          @Override
          public void close(Runnable closed) {}
        });
    exchange.send(new Poll(block, 1, false), HANG_NANOS, System.nanoTime());
    for (int at = 0; at < input.length; ) {
      int n = Math.min(input.length - at, 1 + random.nextInt(40));
      exchange.received(Unpooled.wrappedBuffer(input, at, n));
      at += n;
    }
  }

  private static LinkOptions options(boolean rtu) {
    String scheme = rtu ? "modbus-rtu-tcp" : "modbus-tcp";
    return LinkOptions.of(
        new org.wardlight.api.driver.ConnectionSpec(
            "fuzz", java.net.URI.create(scheme + "://h"), java.util.Map.of()));
  }

  private final class Taker implements Exchange.Owner {
    @Override
    public void answered(Request request, ByteBuf in, int at, int length) {
      frames++;
      if (block.decode(in, at, length, batch.begin(1)) == null) {
        samples += batch.size();
      }
    }

    @Override
    public void rejected(Request request, int code) {
      frames++;
    }

    @Override
    public void malformed(Request request, String what) {
      frames++;
    }

    @Override
    public void timedOut(Request request, long sent) {}

    @Override
    public void lost(Exchange exchange, DriverFailure failure) {}
  }
}
