package org.wardlight.web.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.wardlight.api.commission.Commissioning;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.TrustList;
import org.wardlight.api.field.FieldStatus;
import org.wardlight.api.field.Overrides;
import org.wardlight.api.rule.Explanations;
import org.wardlight.api.rule.Rehearsals;
import org.wardlight.api.rule.RuleSets;
import org.wardlight.api.space.ConfigurationHistory;

/** What an engineer works with. Drivers and rules may come and go. */
@Component(service = EngineerServices.class)
public final class EngineerServices {
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Commissioning commissioning;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable RuleSets ruleSets;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Rehearsals rehearsals;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Explanations explanations;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  final List<TrustList> trustLists = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  final List<Browser> browsers = new CopyOnWriteArrayList<>();

  private final FieldStatus field;
  private final Overrides overrides;
  private final ConfigurationHistory configuration;

  @Activate
  public EngineerServices(
      @Reference FieldStatus field,
      @Reference Overrides overrides,
      @Reference ConfigurationHistory configuration) {
    this.field = field;
    this.overrides = overrides;
    this.configuration = configuration;
  }

  FieldStatus field() {
    return field;
  }

  Overrides overrides() {
    return overrides;
  }

  ConfigurationHistory configuration() {
    return configuration;
  }

  /**
   * A service that may be away.
   *
   * @throws Problem if it is
   */
  static <T> T needed(@Nullable T service, String what) {
    if (service == null) {
      throw new Problem(503, "unavailable", what + " does not run (yet).");
    }
    return service;
  }
}
