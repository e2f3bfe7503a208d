/// Reads the processors: the packages on the board, not the cores.
enum ProcessorReader {
    /// 4096 cores of 4 KiB each.
    private static let limit = 16 << 20

    /// The model of each package, in the kernel's order. Where the kernel knows no packages, as on
    /// ARM, each model once.
    static func processors(_ files: SystemFiles) -> [String] {
        guard let bytes = files.bytes("proc/cpuinfo", atMost: limit) else { return [] }
        var core = CPUInfoCore()
        var cores: [CPUInfoCore] = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty {
                cores.append(core)
                core = CPUInfoCore()
            } else {
                core.read(line)
            }
        }
        return models(of: cores + [core])
    }

    private static func models(of cores: [CPUInfoCore]) -> [String] {
        var seen: Set<String> = []
        return cores.compactMap { core in
            guard let model = core.name else { return nil }
            let isNew = seen.insert(core.package ?? model).inserted
            return isNew ? model : nil
        }
    }
}
