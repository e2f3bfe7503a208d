extension RecordedMachine {
    /// Installs a system on a day, which is given in seconds since 1970.
    package func install(
        _ release: String, systemID: String, hostName: String, at seconds: Int
    ) throws {
        try write(release, to: "usr/lib/os-release")
        try link("etc/os-release", to: "../usr/lib/os-release")
        try write(systemID, to: "etc/machine-id", mode: 0o444)
        try date("etc/machine-id", seconds)
        try rename(to: hostName)
    }

    package func rename(to hostName: String) throws {
        try write(hostName, to: "etc/hostname")
        try write(hostName, to: "proc/sys/kernel/hostname")
    }

    /// Sets the memory, as much of it as the kernel leaves.
    package func setMemory(kilobytes: Int) throws {
        try write(
            "MemTotal:       \(kilobytes) kB\nMemFree:         1234567 kB", to: "proc/meminfo",
            mode: 0o444)
    }

    /// Fits a board with its firmware, and serial numbers that only root may read.
    package func fit(board: (vendor: String, name: String), bios: (String, String)) throws {
        let folder = "sys/class/dmi/id"
        try write(
            [
                "board_vendor": board.vendor, "board_name": board.name, "bios_vendor": bios.0,
                "bios_version": bios.1, "sys_vendor": board.vendor,
            ], below: folder)
        for name in ["board_serial", "product_serial", "product_uuid", "chassis_serial"] {
            try write("SECRET-\(name)", to: "\(folder)/\(name)", mode: 0o400)
        }
    }

    /// Fits the processors: the model in each package, with two cores.
    package func fit(processors: [String]) throws {
        let cores = processors.enumerated().flatMap { package, model in
            (0..<2).map { core in
                """
                processor\t: \(package * 2 + core)
                vendor_id\t: GenuineIntel
                model\t\t: 85
                model name\t: \(model)
                cpu MHz\t\t: 2100.\(core)00
                physical id\t: \(package)
                core id\t\t: \(core)
                power management:

                """
            }
        }
        try write(cores.joined(separator: "\n"), to: "proc/cpuinfo", mode: 0o444)
    }
}
