package dev.coffer.storage.cli;

import dev.coffer.storage.spi.NearName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.Option;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command with its subcommands, and the whole way from arguments to an exit code. What fails
 * becomes one message and a code here, and nowhere else.
 */
@Command(
    name = "coffer",
    description = "Keeps credentials: encrypted, under names, in a storage of your choice.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {HelpCommand.class, GenerateCompletion.class},
    versionProvider = CofferVersion.class,
    footer = {
      "",
      "Examples:",
      "  coffer put tenant7 alice refresh_token < token.jwt",
      "  coffer get tenant7 alice refresh_token | pbcopy",
      "  coffer list tenant7 alice",
      "",
      "Exit codes: 0 done, 1 absent or not compatible, 2 usage or configuration,",
      "3 unreadable or wrong key, 4 unavailable, 5 conflict or refused."
    })
@SuppressWarnings("UnusedVariable") // picocli sets the fields, and needs them for the help.
final class Coffer {

  private static final String END_OF_OPTIONS = "--";

  /** What a long option begins with. */
  private static final String LONG = "--";

  private static final Pattern LONG_OPTION_WITH_VALUE = Pattern.compile("--[a-z]+(-[a-z]+)*=");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  private final Output output;
  private final boolean debug;
  private final Host host;

  private Coffer(Host host, Output output, boolean debug) {
    this.host = host;
    this.output = output;
    this.debug = debug;
  }

  /** Runs the command, and says how it ended. */
  static int run(Host host, String... args) {
    List<String> options = Arrays.stream(args)
        .takeWhile(arg -> !arg.equals(END_OF_OPTIONS))
        .collect(Collectors.toList());
    Output output = new Output(host, isGiven(Subcommand.JSON, options));
    return new Coffer(host, output, isGiven(Subcommand.DEBUG, options)).run(args);
  }

  private static boolean isGiven(String flag, List<String> options) {
    return options.stream()
        .anyMatch(option -> option.equals(flag) || option.equalsIgnoreCase(flag + "=true"));
  }

  private int run(String... args) {
    CommandLine line = commandLine();
    StringWriter help = new StringWriter();
    line.setOut(new PrintWriter(help));
    line.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure));
    line.setParameterExceptionHandler(
        (failure, arguments) -> fail(usage(failure, List.of(arguments))));
    try {
      Arguments.requireFaithful(args, host.argumentEncoding());
      int exitCode = line.execute(args);
      output.text(help.toString());
      output.flush();
      return exitCode;
    } catch (RuntimeException | Error failure) {
      // A class that is missing, or no memory: a message and a code, as for any other failure.
      return fail(failure);
    }
  }

  private CommandLine commandLine() {
    return new CommandLine(this)
        .addSubcommand(new PutCommand(host, output))
        .addSubcommand(new GetCommand(host, output))
        .addSubcommand(new ListCommand(host, output))
        .addSubcommand(new ScopesCommand(host, output))
        .addSubcommand(new DeleteCommand(host, output))
        .addSubcommand(new ClearCommand(host, output))
        .addSubcommand(KeysCommand.line(host, output))
        .addSubcommand(new VerifyCommand(host, output))
        .addSubcommand(new CopyCommand(host, output))
        .addSubcommand(new SalvageCommand(host, output))
        .addSubcommand(new CompactCommand(host, output))
        .addSubcommand(JdbcCommand.line(output))
        .addSubcommand(new BackendsCommand(host, output))
        .addSubcommand(new TckCommand(host, output))
        // A name may begin with '@', and is no file of arguments.
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
  }

  private int fail(Throwable thrown) {
    CommandFailure failure = CommandFailure.of(thrown);
    try {
      output.flush();
    } catch (CommandFailure alsoOutput) {
      // The first failure is the one to tell.
    }
    output.failure(failure);
    if (debug) {
      Debug.print(failure, host.err());
    }
    return failure.outcome().exitCode();
  }

  /**
   * What is wrong with the arguments. What picocli says of it stays out, since it repeats them:
   * someone may have put a secret there.
   */
  private static CommandFailure usage(ParameterException failure, List<String> arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    return CommandFailure.usage(problem(failure, arguments)
        + meant(failure, arguments)
            .map(name -> " (did you mean '" + name + "'?)")
            .orElse("")
        + ": see '" + command + " --help'.");
  }

  /**
   * The command or the option that something mistyped is near to: never what was typed, but what
   * there is.
   */
  private static Optional<String> meant(ParameterException failure, List<String> arguments) {
    CommandLine line = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String typed = unmatched.getUnmatched().get(0);
      return typed.startsWith(LONG)
          ? NearName.of(nameOf(typed), longOptions(line)).map(LONG::concat)
          : NearName.of(typed, line.getSubcommands().keySet());
    }
    return failure.getArgSpec() == null && line.getParent() == null
        ? arguments.stream()
            .filter(argument -> !argument.startsWith("-"))
            .flatMap(argument -> NearName.of(argument, line.getSubcommands().keySet()).stream())
            .filter(name -> !arguments.contains(name))
            .findFirst()
        : Optional.empty();
  }

  private static List<String> longOptions(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .filter(name -> name.startsWith(LONG))
        .map(Coffer::nameOf)
        .toList();
  }

  /** The name of a long option, without what is before and behind it. */
  private static String nameOf(String option) {
    return option.substring(LONG.length()).split("=", 2)[0];
  }

  private static String problem(ParameterException failure, List<String> arguments) {
    CommandLine line = failure.getCommandLine();
    boolean noCommand = !line.getSubcommands().isEmpty();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return notUnderstood(unmatched.getUnmatched().get(0), arguments, noCommand);
    }
    if (failure instanceof MissingParameterException missing
        && !missing.getMissing().isEmpty()) {
      return missing.getMissing().stream()
          .map(Coffer::name)
          .distinct()
          .collect(Collectors.joining(" and ", "There is no value for ", ""));
    }
    if (failure instanceof MutuallyExclusiveArgsException) {
      // It names the options alone.
      return String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "");
    }
    if (failure instanceof OverwrittenOptionException overwritten) {
      return name(overwritten.getOverwritten()) + " is given more than once";
    }
    ArgSpec argument = failure.getArgSpec();
    if (argument != null) {
      return name(argument) + " has a value that it does not take";
    }
    if (noCommand) {
      return line.getParent() != null || arguments.stream().allMatch(given -> given.startsWith("-"))
          ? "A command is missing"
          : "There is no such command";
    }
    return "The arguments are not understood";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? "'" + option.longestName() + "'"
        : argument.paramLabel();
  }

  /** An option that is not known is named only where its name is certain to end before a value. */
  private static String notUnderstood(String argument, List<String> arguments, boolean noCommand) {
    if (LONG_OPTION_WITH_VALUE.matcher(argument).lookingAt()) {
      return "There is no option '" + argument.split("=", 2)[0] + "'";
    }
    if (argument.startsWith("--")) {
      int index = arguments.indexOf(argument);
      return index < 0
          ? "There is no such option"
          : "Argument " + (index + 1) + " is no option that there is";
    }
    if (argument.startsWith("-") && argument.length() > 1) {
      int end = argument.offsetByCodePoints(1, 1);
      return "There is no option '" + argument.substring(0, end) + "'";
    }
    return noCommand ? "There is no such command" : "Too many arguments";
  }
}
