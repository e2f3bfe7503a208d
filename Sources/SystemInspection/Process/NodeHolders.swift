import FileSystem
import Glibc

/// A program that holds a file open.
package struct NodeHolder: Hashable, Sendable {
    package let path: String
    package let process: Int32
    package let program: String

    package init(path: String, process: Int32, program: String) {
        self.path = path
        self.process = process
        self.program = program
    }
}

/// The programs that hold some files open, as far as this user sees.
package struct NodeHolders: Hashable, Sendable {
    package var found: [NodeHolder]
    /// Whether all programs were seen.
    package var isWhole: Bool

    package init(found: [NodeHolder] = [], isWhole: Bool) {
        self.found = found
        self.isWhole = isWhole
    }
}

extension SystemInspection {
    private static let mostFiles = 65536

    /// Who holds one of these paths open. Only links are read, so no device can make it wait.
    package func holders(of paths: Set<String>) -> NodeHolders {
        // Where other users' processes are hidden altogether (hidepid), nothing tells.
        var holders = NodeHolders(isWhole: seesAllProcesses && account().isRoot)
        let own = target(ofLink: "proc/self")
        for name in names(in: "proc") where name != own {
            guard let process = Int32(name) else { continue }
            do throws(FileError) {
                let files = try root.folder("proc/\(name)/fd").entries()
                if files.count > Self.mostFiles { holders.isWhole = false }
                let open = Set(
                    files.prefix(Self.mostFiles).compactMap { file in
                        target(ofLink: "proc/\(name)/fd/\(file)")
                    })
                let program = text("proc/\(name)/comm", atMost: 4096) ?? ""
                holders.found += open.intersection(paths).sorted().map {
                    NodeHolder(path: $0, process: process, program: program)
                }
            } catch {
                // A process that ended meanwhile holds nothing.
                if !error.isAbsence, !error.isGone { holders.isWhole = false }
            }
        }
        return holders
    }
}

extension FileError {
    fileprivate var isGone: Bool {
        guard case .failed(_, _, let code) = self else { return false }
        return code == ESRCH
    }
}
