/// The hardware of a test machine, as QEMU's command line describes it.
struct MachineHardware {
    /// The ports of the USB controller itself, by the names that the guest's sysfs has for them.
    static let ports = (4...11).map { "1-\($0)" }
    /// Ports of a hub, which is of full speed.
    static let hubPorts = (1...2).map { "1-3.\($0)" }

    let folder: MachineFolder
    let image: MachineImage

    var arguments: [String] {
        get throws {
            let shares = [
                ("programs", try HostFolders.programs), ("swift", try HostFolders.swift),
                ("rules", HostFolders.rules),
            ]
            return system + shares.flatMap(share) + usb + agent
        }
    }

    func socket(_ port: String) -> String { folder.path(of: port + ".socket") }

    /// TCG by name: where KVM seems to be there it may still hang.
    private var system: [String] {
        [
            "-accel", "tcg", "-machine", "q35", "-cpu", "max", "-m", "768", "-display", "none",
            "-nodefaults", "-no-user-config", "-no-reboot", "-kernel", image.folder + "/vmlinux",
            "-initrd", image.folder + "/initramfs", "-append",
            "console=ttyS0 loglevel=6 panic=-1", "-serial",
            "file:" + escaped(folder.path(of: "console.log")),
        ]
    }

    private func share(tag: String, path: String) -> [String] {
        [
            "-virtfs",
            "local,path=\(escaped(path)),mount_tag=\(tag),security_model=none,readonly=on"
                + ",multidevs=remap",
        ]
    }

    private var usb: [String] {
        [
            "-device", "qemu-xhci,id=usb,p2=15", "-device", "usb-kbd,bus=usb.0,port=1", "-drive",
            "if=none,id=disk,format=raw,file=" + escaped(folder.path(of: "disk")), "-device",
            "usb-storage,drive=disk,bus=usb.0,port=2", "-device", "usb-hub,bus=usb.0,port=3",
        ] + (Self.ports + Self.hubPorts).flatMap(redirection)
    }

    private func redirection(_ port: String) -> [String] {
        [
            "-chardev", server("port\(port)", at: port), "-device",
            "usb-redir,chardev=port\(port),bus=usb.0,port=\(port.dropFirst(2))",
        ]
    }

    /// The last one, so that all other sockets are there when this one is.
    private var agent: [String] {
        [
            "-device", "virtio-serial-pci", "-chardev", server("agent", at: "agent"), "-device",
            "virtserialport,chardev=agent,name=keybound",
        ]
    }

    private func server(_ id: String, at name: String) -> String {
        "socket,id=\(id),server=on,wait=off,path=" + escaped(socket(name))
    }

    /// A comma ends a value, two are one.
    private func escaped(_ path: String) -> String {
        path.replacing(",", with: ",,")
    }
}
