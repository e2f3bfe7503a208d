import CommandLineFront
import FileSystem
import HardwareKeys
import LicenseBinding
import VerdictText

/// Who is asked for the IDs of HASP and Sentinel keys at this site, as the administrator's settings say:
/// `/etc/keybound/sentinel.json`, or the file that `KEYBOUND_SENTINEL` names. It need not be there.
enum SiteSentinels {
    static var standardFile: String { SentinelSettings.standardFile }

    static var file: String { named ?? standardFile }

    private static var named: String? { CommandContext.current.environment["KEYBOUND_SENTINEL"] }

    static func settings() throws(CommandFailure) -> SentinelSettings {
        try settings(file, isNamed: named != nil)
    }

    private static func settings(
        _ path: String, isNamed: Bool
    ) throws(CommandFailure) -> SentinelSettings {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try NamedFile.read(path, atMost: SentinelSettings.limit)
        } catch {
            guard !isNamed, error.isAbsence else { throw CommandFailure(error.text) }
            return SentinelSettings()
        }
        do throws(Defect) {
            return try SentinelSettings(parsing: bytes)
        } catch {
            throw CommandFailure("\(path): \(error.text)")
        }
    }

    /// Broken settings are told, and the run-time of this computer is asked all the same.
    static func register() -> SentinelRegister {
        register(file, isNamed: named != nil)
    }

    /// - Parameter isNamed: whether somebody said where they are, so that they must be there.
    static func register(_ path: String?, isNamed: Bool) -> SentinelRegister {
        do throws(CommandFailure) {
            return SentinelRegister(try settings(path ?? standardFile, isNamed: isNamed))
        } catch {
            Console.note("settings for HASP and Sentinel keys left out: \(error.text)")
            return SentinelRegister()
        }
    }
}
