package org.wardlight.web.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Screens;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.field.PointTable;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.telemetry.Trends;
import org.wardlight.api.time.Ticker;

/** Runs the {@link WebServer} while everything it shows is there. */
@Component(
    immediate = true,
    configurationPid = "org.wardlight.web",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = WebComponent.Settings.class)
public final class WebComponent implements Screens {
  private static final Logger log = LoggerFactory.getLogger(WebComponent.class);

  /** The configuration of this component. */
  @ObjectClassDefinition(name = "Wardlight web")
  public @interface Settings {
    @AttributeDefinition(name = "Host", description = "the address to listen on")
    String host() default "127.0.0.1";

    @AttributeDefinition(
        name = "Port",
        description = "0 for any free one",
        min = "0",
        max = "65535")
    int port() default 8080;

    @AttributeDefinition(name = "Pages", description = "directory of the pages; none if empty")
    String pages() default "";

    @AttributeDefinition(
        name = "Web jars",
        description = "directory of third-party browser files, under /lib/; none if empty")
    String webjars() default "";
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Trends trends;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable RuleTexts texts;

  private final WebServer server;

  @Activate
  public WebComponent(
      Settings settings,
      @Reference FacilitySource facilities,
      @Reference PointTable points,
      @Reference Outputs outputs,
      @Reference AlarmDesk desk,
      @Reference Journal journal,
      @Reference Accounts accounts,
      @Reference Terminals terminals,
      @Reference Changes changes,
      @Reference Clock clock,
      @Reference Ticker ticker,
      @Reference WardServices wards,
      @Reference EngineerServices engineer) {
    Services services =
        new Services(
            facilities,
            points,
            outputs,
            desk,
            journal,
            accounts,
            terminals,
            changes,
            () -> trends,
            () -> texts,
            clock,
            ticker,
            wards,
            engineer);
    try {
      server =
          WebServer.start(
              services,
              new WebServer.Place(
                  settings.host(),
                  settings.port(),
                  directory(settings.pages()),
                  directory(settings.webjars())));
    } catch (IllegalStateException e) {
      log.error("no screens: {}", e.getMessage());
      throw e;
    }
  }

  private static @Nullable Path directory(@Nullable String setting) {
    return setting == null || setting.isBlank() ? null : Path.of(setting);
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Deactivate
  void stop() {
    server.stop();
  }
}
