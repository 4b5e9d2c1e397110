package org.wardlight.commissioning.internal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.Browser.Node;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.commissioning.internal.Arguments.UsageException;

/** The command {@code browse}: walks through what a server offers, depth first. */
@Component(service = BiFunction.class, property = "wardlight.command=browse")
public final class BrowseCommand
    implements BiFunction<PrintStream, PrintStream, ToIntFunction<List<String>>> {
  private static final String HELP =
      """
      Usage: wardlight browse opc.tcp://HOST:4840/PATH [--node NODE] [--depth N] [--csv]

      Prints the nodes of a server: id, type, access and present value, as a device type's file has them.

        --node NODE        begin here, nsu=NAMESPACE;ID (the server's objects)
        --depth N          so many levels below (3)
        --csv              node,namespace,id,name,class,type,access,value
        --most N           stop after so many nodes (2000)
        --option KEY=VALUE an option of the connection, e.g. security=basic256sha256, user=commissioning

      Exit codes: 0 done, 1 only a part was read, 2 usage, 3 unreachable, 4 no answer, 5 refused,
      6 certificate not trusted.
      """;

  private static final int PAGE = 200;

  private final List<Browser> browsers = new CopyOnWriteArrayList<>();

  @Activate
  public BrowseCommand() {}

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addBrowser(Browser browser) {
    browsers.add(browser);
  }

  void removeBrowser(Browser browser) {
    browsers.remove(browser);
  }

  @Override
  public ToIntFunction<List<String>> apply(PrintStream out, PrintStream err) {
    return words -> run(words, out, err);
  }

  /** The server did not give a page. */
  private static final class NoPage extends Exception {
    private static final long serialVersionUID = 1L;
    final transient DriverFailure failure;

    NoPage(DriverFailure failure) {
      super(failure.detail());
      this.failure = failure;
    }
  }

  private int run(List<String> words, PrintStream out, PrintStream err) {
    if (words.contains("--help")) {
      out.print(HELP);
      return Verdict.GOOD;
    }
    try {
      Arguments arguments =
          new Arguments(words, Set.of("--node", "--depth", "--most", "--config"), Set.of("--csv"));
      ConnectionSpec connection = arguments.connection();
      Walk walk =
          new Walk(
              browser(connection),
              connection,
              arguments.number("--depth", 3, 1, 20),
              arguments.number("--most", 2_000, 1, 100_000),
              arguments.has("--csv"),
              out);
      walk.from(arguments.get("--node"));
      if (walk.cut) {
        err.println("wardlight: there is more; give --node, --depth or --most");
        return Verdict.PARTLY;
      }
      return Verdict.GOOD;
    } catch (UsageException | IllegalArgumentException e) {
      err.println("wardlight: " + e.getMessage());
      return Verdict.USAGE;
    } catch (NoPage e) {
      Verdict verdict = Verdict.of(new Poll(List.of(), e.failure, Duration.ZERO));
      verdict.advice().forEach(sentence -> err.println("wardlight: " + sentence));
      return verdict.code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.PARTLY;
    }
  }

  private Browser browser(ConnectionSpec connection) throws UsageException {
    Set<String> known = new TreeSet<>();
    for (Browser browser : browsers) {
      known.addAll(browser.schemes());
      if (browser.schemes().contains(connection.endpoint().getScheme())) {
        return browser;
      }
    }
    throw new UsageException(
        "%s cannot be browsed; what can be: %s"
            .formatted(connection.endpoint(), String.join("://, ", known) + "://"));
  }

  /** One walk through a server; a node that is reached twice is shown once. */
  private static final class Walk {
    private static final int ANSWER_SECONDS = 30;

    private final Browser browser;
    private final ConnectionSpec connection;
    private final int depth;
    private final int most;
    private final boolean csv;
    private final PrintStream out;
    private final Set<String> seen = new HashSet<>();
    private boolean cut;

    /** A node that waits for its turn. */
    private record Waiting(Node node, int level) {}

    Walk(
        Browser browser,
        ConnectionSpec connection,
        int depth,
        int most,
        boolean csv,
        PrintStream out) {
      this.browser = browser;
      this.connection = connection;
      this.depth = depth;
      this.most = most;
      this.csv = csv;
      this.out = out;
    }

    void from(@Nullable String root) throws NoPage, InterruptedException {
      Deque<Waiting> waiting = new ArrayDeque<>();
      if (csv) {
        out.println("node,namespace,id,name,class,type,access,value");
      }
      enqueue(waiting, children(root), 1);
      while (!waiting.isEmpty()) {
        Waiting next = waiting.pop();
        if (!seen.add(next.node.node())) {
          continue;
        }
        if (seen.size() > most) {
          cut = true;
          return;
        }
        print(next);
        if (next.node.hasChildren() && next.level < depth) {
          enqueue(waiting, children(next.node.node()), next.level + 1);
        }
      }
    }

    /** In front of the others, in their order. */
    private static void enqueue(Deque<Waiting> waiting, List<Node> nodes, int level) {
      for (int i = nodes.size() - 1; i >= 0; i--) {
        waiting.push(new Waiting(nodes.get(i), level));
      }
    }

    private List<Node> children(@Nullable String node) throws NoPage, InterruptedException {
      List<Node> nodes = new ArrayList<>();
      Browser.Page page = await(browser.browse(connection, node, PAGE));
      nodes.addAll(page.nodes());
      for (String more = page.continuation(); more != null && nodes.size() <= most; ) {
        page = await(browser.next(more));
        nodes.addAll(page.nodes());
        more = page.continuation();
      }
      return nodes;
    }

    private static Browser.Page await(CompletionStage<Browser.Result> stage)
        throws NoPage, InterruptedException {
      try {
        Browser.Result result = stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (result instanceof Browser.Page page) {
          return page;
        }
        if (result instanceof Browser.Failed failed) {
          throw new NoPage(failed.failure());
        }
        throw new IllegalStateException("unknown answer " + result);
      } catch (TimeoutException e) {
        throw new NoPage(new DriverFailure.Timeout("no answer in " + ANSWER_SECONDS + " s"));
      } catch (ExecutionException e) {
        throw new IllegalStateException("browsing failed", e.getCause());
      }
    }

    private void print(Waiting waiting) {
      Node node = waiting.node;
      String access = node.access() == Browser.Access.NONE ? "" : word(node.access());
      String value = node.value() == null ? "" : node.value();
      if (csv) {
        out.println(
            String.join(
                ",",
                quoted(node.node()),
                quoted(node.namespace()),
                quoted(node.id()),
                quoted(node.displayName()),
                node.nodeClass(),
                quoted(node.dataType()),
                access,
                quoted(value)));
        return;
      }
      StringBuilder line = new StringBuilder("  ".repeat(waiting.level - 1));
      line.append(node.displayName()).append("  [").append(node.node()).append(']');
      if (!node.dataType().isEmpty()) {
        line.append("  ").append(node.dataType()).append(' ').append(access);
        line.append(value.isEmpty() ? "" : " = " + value);
      } else if (node.hasChildren() && waiting.level == depth) {
        line.append("  …");
      }
      out.println(line);
    }

    private static String word(Browser.Access access) {
      return access.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String quoted(String field) {
      return field.matches("[^\",\\r\\n;]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
  }
}
