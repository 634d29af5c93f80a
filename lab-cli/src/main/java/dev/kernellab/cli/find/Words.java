// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.find;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Machine;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What may be said on the command line.
final class Words {
  private Words() {}

  static final class MachineType implements ITypeConverter<Machine.Type> {
    @Override
    public Machine.Type convert(String word) {
      return choose(Machine.Type.class, word);
    }
  }

  static final class BootWay implements ITypeConverter<Boot.Way> {
    @Override
    public Boot.Way convert(String word) {
      Boot.Way way = choose(Boot.Way.class, word);
      if (!way.loadsElf()) {
        throw new TypeConversionException("an ELF image is booted by multiboot or grub");
      }
      return way;
    }
  }

  private static <E extends Enum<E>> E choose(Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("there is no " + word);
    }
  }
}
