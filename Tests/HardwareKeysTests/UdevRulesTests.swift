import Foundation
import HardwareKeys
import Testing

struct UdevRulesTests {
    private let file = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "udev-rules/70-keybound.rules")

    @Test func `the rules file is what the catalog makes`() throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == UdevRules.text(for: .builtIn))
        #expect(file.lastPathComponent == UdevRules.fileName)
    }

    @Test func `no device is opened to everybody, and only license keys are named`() {
        let rules = UdevRules.text(for: .builtIn)
        #expect(!rules.contains("0666"))
        let keys = KeyCatalog.builtIn.entries.filter { $0.kind == .license }
        #expect(rules.split(separator: "\n").count { $0.hasPrefix("ATTR{") } == keys.count)
        #expect(!rules.contains(#"ATTR{idProduct}=="0514""#))
    }

    @Test func `every rule is in the form that udev reads`() {
        let part = /[A-Z]+(\{\w+\})?(==|!=|=|\+=)"[^"]*"/
        for line in UdevRules.text(for: .builtIn).split(separator: "\n") where line.first != "#" {
            for piece in line.split(separator: ", ") {
                #expect(piece.wholeMatch(of: part) != nil, "\(piece)")
            }
        }
    }
}
