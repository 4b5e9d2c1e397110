package org.wardlight.web.internal;

import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.field.PointTable;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.telemetry.Trends;
import org.wardlight.api.time.Ticker;

/**
 * The services that the screens show and act on.
 *
 * @param trends null while there is no store of time series
 * @param texts null while no rules run
 */
record Services(
    FacilitySource facilities,
    PointTable points,
    Outputs outputs,
    AlarmDesk desk,
    Journal journal,
    Accounts accounts,
    Terminals terminals,
    Changes changes,
    Supplier<@Nullable Trends> trends,
    Supplier<@Nullable RuleTexts> texts,
    Clock clock,
    Ticker ticker,
    WardServices wards,
    EngineerServices engineer) {}
