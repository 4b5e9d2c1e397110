package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.kie.api.KieServices;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.rule.Reading;

/**
 * The file that says which rules have passed their scenarios with which engine. The build writes it
 * beside the rules that it ships; a server with that very engine need not play them again.
 */
final class PassedRules {
  private static final Logger LOG = LoggerFactory.getLogger(PassedRules.class);
  private static final String ENGINE = "engine ";

  private PassedRules() {}

  /**
   * What tells this engine from any other: a fingerprint of the files of its bundle, of the facts
   * and of Drools. Empty outside a container, where there are no bundles.
   */
  static String engine() {
    MessageDigest digest = RuleSources.sha256();
    for (Class<?> part : List.of(PassedRules.class, Reading.class, KieServices.class)) {
      Bundle bundle = FrameworkUtil.getBundle(part);
      int path = bundle == null ? -1 : bundle.getLocation().indexOf("file:");
      if (bundle == null || path < 0) {
        return "";
      }
      Path file = Path.of(URI.create(bundle.getLocation().substring(path)));
      try (OutputStream to = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(file, to);
      } catch (IOException e) {
        LOG.warn("{} cannot be read: {}", file, e.toString());
        return "";
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The keys of the rules that have passed; none if it was with another engine. */
  static Set<String> read(Path file, String engine) {
    try {
      Set<String> lines = new HashSet<>(Files.readAllLines(file));
      if (!engine.isEmpty() && lines.remove(ENGINE + engine)) {
        return lines;
      }
      LOG.info("{} is about another engine: scenarios are played again", file);
    } catch (NoSuchFileException e) {
      LOG.debug("{} is not there: scenarios are played", file);
    } catch (IOException e) {
      LOG.warn("{} cannot be read, scenarios are played: {}", file, e.toString());
    }
    return Set.of();
  }

  static void write(Path file, String engine, Set<String> passed) throws IOException {
    List<String> lines = new ArrayList<>(passed);
    lines.add(0, ENGINE + engine);
    Files.write(file, lines);
  }
}
