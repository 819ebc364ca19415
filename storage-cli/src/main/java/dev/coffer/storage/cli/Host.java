package dev.coffer.storage.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the command runs in: all that it knows of its process.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error, in UTF-8
 * @param terminal the person in front of it
 * @param environment the environment's variables
 * @param operatingSystem its name, as {@code os.name} has it
 * @param argumentEncoding the charset that the arguments were decoded with
 * @param clock the time
 * @param classLoader where providers are looked for
 */
record Host(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Terminal terminal,
    Map<String, String> environment,
    String operatingSystem,
    String argumentEncoding,
    InstantSource clock,
    ClassLoader classLoader) {}
