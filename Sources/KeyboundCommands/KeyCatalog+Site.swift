import CommandLineFront
import FileSystem
import HardwareKeys
import VerdictText

extension KeyCatalog {
    /// The built-in catalog with the administrator's own entries: `/etc/keybound/catalog.json`, or
    /// the file that `KEYBOUND_CATALOG` names. A broken file is told, and hides no built-in key.
    static func site() -> KeyCatalog {
        let named = CommandContext.current.environment["KEYBOUND_CATALOG"]
        return site(named, isNamed: named != nil)
    }

    /// - Parameter isNamed: whether somebody said where it is, so that it must be there.
    static func site(_ file: String?, isNamed: Bool) -> KeyCatalog {
        let path = file ?? standardFile
        do throws(FileError) {
            let file = try NamedFile.read(path, atMost: limit)
            return builtIn.adding(parse(file, path))
        } catch {
            if isNamed || !error.isAbsence { Console.note("catalog left out: \(error.text)") }
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
