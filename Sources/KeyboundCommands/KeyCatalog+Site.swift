import CommandLineFront
import FileSystem
import HardwareKeys
import VerdictText

extension KeyCatalog {
    private static let siteFile = "/etc/keybound/catalog.json"

    /// The built-in catalog with the administrator's own entries: `/etc/keybound/catalog.json`, or
    /// the file that `KEYBOUND_CATALOG` names. A broken file is told, and hides no built-in key.
    static func site() -> KeyCatalog {
        let named = CommandContext.current.environment["KEYBOUND_CATALOG"]
        let path = named ?? siteFile
        do throws(FileError) {
            let file = try NamedFile.read(path, atMost: limit)
            return builtIn.adding(parse(file, path))
        } catch {
            if named != nil || !error.isAbsence { Console.note("catalog left out: \(error.text)") }
            return builtIn
        }
    }

    private static func parse(_ file: [UInt8], _ path: String) -> KeyCatalog {
        do {
            return try KeyCatalog(parsing: file)
        } catch {
            Console.note("catalog left out: \(path): \(error.text)")
            return builtIn
        }
    }
}
