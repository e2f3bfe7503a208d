import CommandLineFront
import FileSystem
import Foundation
import VerdictText
import Yams

/// The file of the administrator's settings, as far as its form goes: a mapping of known names, each with one value.
struct SettingsFile {
    static let standard = "/etc/keybound/keybound.yaml"
    static let limit = 64 * 1024

    let path: String
    /// Whether there is one, and anything is set in it.
    let hasSettings: Bool

    /// - Parameter named: a file that must be there; nothing for the standard one, which need not.
    init(_ named: String?) throws(CommandFailure) {
        path = named ?? Self.standard
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try NamedFile.read(path, atMost: Self.limit)
        } catch {
            guard named == nil, error.isAbsence else { throw CommandFailure(error.text) }
            hasSettings = false
            return
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure("\(path): expected UTF-8")
        }
        hasSettings = try Self.check(text, path)
    }

    /// - Returns: whether anything is set.
    private static func check(_ text: String, _ path: String) throws(CommandFailure) -> Bool {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw CommandFailure("\(path): expected YAML: \(error)")
        }
        guard let root, root.scalar?.string.isEmpty != true else { return false }
        guard let mapping = root.mapping else {
            throw CommandFailure("\(path): expected settings, each as `name: value`")
        }
        var seen: Set<String> = []
        for (key, value) in mapping {
            let place = "\(path):\(key.mark?.line ?? 1)"
            guard let name = key.string, let setting = Setting(rawValue: name) else {
                throw CommandFailure("\(place): unknown setting \(key.string ?? "")\(hint(key))")
            }
            guard seen.insert(name).inserted else {
                throw CommandFailure("\(place): \(name) is set twice")
            }
            guard value.scalar != nil else {
                throw CommandFailure("\(place): \(name): expected \(setting.expected)")
            }
        }
        return true
    }

    private static func hint(_ key: Node) -> String {
        let names = Setting.allCases.map(\.rawValue)
        let near = names.first { Set($0).symmetricDifference(key.string ?? "").count <= 2 }
        return near.map { "; did you mean \($0)?" }
            ?? "; those that are: \(names.joined(separator: ", "))"
    }
}
