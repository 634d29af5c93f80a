# SPDX-License-Identifier: Apache-2.0
# Runs in the box. Standard output: a CD that boots the kernel by GRUB. Standard error: what went wrong.
# Arguments: names of modules.
exec 3>&1 1>&2
grub-mkimage -O i386-pc-eltorito -p / -c /job/grub.cfg -o grub.img \
  biosdisk iso9660 multiboot multiboot2 boot serial terminal halt || exit
for name; do set -- "$@" "/modules/$name=/modules/$name"; shift; done
exec xorriso -as mkisofs -quiet -R -b grub.img -no-emul-boot -boot-load-size 4 -boot-info-table \
  -o - -graft-points /grub.img=grub.img /kernel.elf=/job/kernel.elf "$@" >&3
