package org.wardlight.driver.opcua.internal;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/**
 * What all links share.
 *
 * @param executor where connecting and subscribing block: borrowed threads, only while there is
 *     such work
 */
record Environment(
    Clock clock, Ticker ticker, Timers timers, ExecutorService executor, SessionOpener sessions) {}
