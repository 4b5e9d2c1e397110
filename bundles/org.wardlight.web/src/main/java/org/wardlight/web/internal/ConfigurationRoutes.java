package org.wardlight.web.internal;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.access.User;
import org.wardlight.api.space.ConfigurationHistory;
import org.wardlight.api.space.ConfigurationOutcome;

/** The configuration in force, what is wrong with the files, and the way back. */
final class ConfigurationRoutes {
  private final ConfigurationHistory configuration;
  private final Guard guard;
  private final Answers answers;
  private final RecordJson records;

  ConfigurationRoutes(Services services, Guard guard, Answers answers) {
    configuration = services.engineer().configuration();
    this.guard = guard;
    this.answers = answers;
    records = new RecordJson(services.accounts());
  }

  void show(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    answers.offLoop(
        ctx,
        out ->
            records.write(
                out,
                Map.of("entries", configuration.entries(), "problems", configuration.problems())));
  }

  void check(RoutingContext ctx) {
    guard.user(ctx, Readers.ENGINEERS);
    answer(ctx, configuration.check());
  }

  void apply(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    answer(ctx, configuration.apply(user.name()));
  }

  void rollBack(RoutingContext ctx) {
    User user = guard.user(ctx, Readers.ENGINEERS);
    if (!(RequestBody.of(ctx).getValue("number") instanceof Integer number)) {
      throw Problem.badRequest("The field number must be the number of an entry.");
    }
    answer(ctx, configuration.rollBack(number, user.name()));
  }

  /** A refusal is an answer like the others: it lists the mistakes. */
  private void answer(RoutingContext ctx, CompletionStage<ConfigurationOutcome> stage) {
    answers.when(
        ctx,
        stage,
        outcome -> {
          if (outcome instanceof ConfigurationOutcome.NoSuchEntry) {
            throw Problem.notFound("The history has no entry with this number (any more).");
          }
          if (outcome instanceof ConfigurationOutcome.Failed failed) {
            throw new Problem(500, "configuration.failed", failed.detail());
          }
          answers.offLoop(ctx, out -> records.writeTyped(out, outcome));
        });
  }
}
