import FileSystem

/// A file of udev rules that counts: the first of its name in udev's search order (udev(7)).
package struct RuleFile: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Empty or a link to `/dev/null`: it keeps files of this name in later folders out.
        case masked
        case unreadable
        case text(String)
    }

    package let path: String
    package let content: Content

    package init(path: String, content: Content) {
        self.path = path
        self.content = content
    }

    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The lines that udev obeys: no comments, and those that a `\` divides as one.
    package static func lines(_ text: String) -> [String] {
        text.replacing("\\\n", with: "").split(separator: "\n")
            .map { $0.drop { $0.isWhitespace } }
            .filter { !$0.isEmpty && $0.first != "#" }
            .map(String.init)
    }
}

extension SystemInspection {
    private static let ruleFolders = [
        "etc/udev/rules.d", "run/udev/rules.d", "usr/local/lib/udev/rules.d",
        "usr/lib/udev/rules.d", "lib/udev/rules.d",
    ]
    private static let ruleLimit = 1 << 20

    /// The rule files whose names hold a word, sorted by name as udev reads them.
    package func ruleFiles(naming word: String) -> [RuleFile] {
        var files: [String: RuleFile] = [:]
        for folder in Self.ruleFolders {
            for name in names(in: folder) where name.hasSuffix(".rules") && name.contains(word) {
                guard files[name] == nil else { continue }
                let path = folder + "/" + name
                files[name] = RuleFile(path: "/" + path, content: ruleContent(path))
            }
        }
        return files.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private func ruleContent(_ path: String) -> RuleFile.Content {
        guard target(ofLink: path) != "/dev/null" else { return .masked }
        guard let text = text(path, atMost: Self.ruleLimit) else { return .unreadable }
        return text.isEmpty ? .masked : .text(text)
    }
}
