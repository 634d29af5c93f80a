// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a kernel gets into the machine. Command lines go where spaces, quotes and commas mean
/// something to QEMU and GRUB, so little is allowed in them.
///
/// @param commandLine for the kernel; absent: empty
/// @param modules files loaded with the kernel, in order; absent: none
/// @param symbols the submission carries an ELF image besides, for its symbols
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Boot(
    Way way,
    @Nullable String commandLine,
    @Nullable List<Module> modules,
    @Nullable Boolean symbols) {
  public static final Boot DEFAULT = new Boot(Way.MULTIBOOT, null, null, null);
  public static final int MOST_MODULES = 8;

  private static final Pattern WORDS = Pattern.compile("[!-~&&[^'\"\\\\]]+( [!-~&&[^'\"\\\\]]+)*");
  private static final int LONGEST_LINE = 256;

  /// Who loads the kernel.
  public enum Way {
    /// QEMU, by Multiboot 1 (`-kernel`).
    @JsonProperty("multiboot")
    MULTIBOOT,
    /// GRUB, by Multiboot 1 or 2, from an image that the lab makes.
    @JsonProperty("grub")
    GRUB,
    /// What is on a CD.
    @JsonProperty("iso")
    ISO,
    /// What is on a disk or a floppy.
    @JsonProperty("disk")
    DISK;

    /// Firmware and a boot loader read an image first. How many instructions that takes differs a
    /// little from time to time, so counts must not be compared.
    public boolean countsVary() {
      return switch (this) {
        case MULTIBOOT -> false;
        case GRUB, ISO, DISK -> true;
      };
    }

    /// The kernel is an ELF image that is loaded as such, with a command line and modules.
    public boolean loadsElf() {
      return switch (this) {
        case MULTIBOOT, GRUB -> true;
        case ISO, DISK -> false;
      };
    }
  }

  /// A file that the boot loader puts into memory beside the kernel.
  ///
  /// @param name what the kernel is told after `/modules/`
  /// @param arguments told after the name; absent: none
  /// @param path where the build leaves it, relative to the Makefile; absent: it was submitted
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Module(String name, @Nullable String arguments, @Nullable String path) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/-]{0,199}");

    public Module {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "module name: expected up to 64 letters, digits, dots, _ or -");
      }
      if (path != null && (!PATH.matcher(path).matches() || path.contains(".."))) {
        throw new IllegalArgumentException(
            "module path: expected a path below the Makefile, such as build/initrd.img");
      }
      arguments = words("module arguments", arguments);
    }

    /// `/modules/initrd.img root=1`, as the kernel reads it when QEMU has loaded it.
    public String line() {
      return "/modules/" + name + (arguments == null ? "" : " " + arguments);
    }
  }

  public Boot {
    commandLine = words("commandLine", commandLine);
    modules = modules == null || modules.isEmpty() ? null : List.copyOf(modules);
    symbols = Boolean.TRUE.equals(symbols) ? true : null;
    if (modules != null && modules.size() > MOST_MODULES) {
      throw new IllegalArgumentException(
          "modules: expected up to " + MOST_MODULES + ", got " + modules.size());
    }
    if (modules != null && modules.stream().map(Module::name).distinct().count() < modules.size()) {
      throw new IllegalArgumentException("modules: two have the same name");
    }
    if (!way.loadsElf() && (commandLine != null || modules != null)) {
      throw new IllegalArgumentException(
          "boot: an image that boots itself is given no command line and no modules; put them into"
              + " its own boot loader's configuration");
    }
  }

  public Boot(Way way) {
    this(way, null, null, null);
  }

  public List<Module> modulesInOrder() {
    return modules == null ? List.of() : modules;
  }

  /// The submitted file holds several: the kernel, then its symbols and modules.
  public boolean hasExtraFiles() {
    return symbols != null || modulesInOrder().stream().anyMatch(it -> it.path() == null);
  }

  private static @Nullable String words(String what, @Nullable String given) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    if (given.length() > LONGEST_LINE || !WORDS.matcher(given).matches()) {
      throw new IllegalArgumentException(
          what
              + ": expected up to "
              + LONGEST_LINE
              + " printable ASCII characters, words with one space between them, without quotes"
              + " and backslashes");
    }
    return given;
  }
}
