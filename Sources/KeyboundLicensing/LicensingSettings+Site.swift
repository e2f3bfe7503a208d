package import AgentClient
import AgentProtocol
import FileSystem
import Glibc
package import HardwareKeys
import LicenseBinding
package import LicenseStore
import PlainHTTP

extension LicensingSettings {
    /// Without a home there is the computer's store alone, which need not be writable.
    package var store: LicenseStore {
        let named = stateDirectory ?? environment["KEYBOUND_STATE_DIR"]
        return StoreLocation.store(
            named: named.flatMap { $0.isEmpty ? nil : $0 }, environment: environment,
            isRoot: geteuid() == 0) ?? LicenseStore(own: StoreLocation.system)
    }

    /// The daemon; nothing if the path is none that a socket can have.
    package var agent: AgentService? {
        UnixSocketPath(
            socket ?? environment[AgentPath.socketVariable] ?? AgentPath.standardSocket
        ).map { AgentService(at: $0) }
    }

    /// Who looks at the keys in the ports, with what the administrator of the computer has added. A program cannot
    /// mend files that are broken: they are left out, and `keybound doctor` names them.
    package var detector: KeyDetector {
        KeyDetector(catalog: Self.catalog, ports: ports, sentinels: sentinels ?? Self.register)
    }

    private static var catalog: KeyCatalog {
        guard let file = try? NamedFile.read(KeyCatalog.standardFile, atMost: KeyCatalog.limit),
            let own = try? KeyCatalog(parsing: file)
        else { return .builtIn }
        return .builtIn.adding(own)
    }

    private static var register: SentinelRegister {
        guard
            let file = try? NamedFile.read(
                SentinelSettings.standardFile, atMost: SentinelSettings.limit),
            let settings = try? SentinelSettings(parsing: file)
        else { return SentinelRegister() }
        return SentinelRegister(settings)
    }
}
