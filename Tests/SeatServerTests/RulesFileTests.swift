import Foundation
import SeatAllocation
import SeatServer
import SeededRandomness
import Testing

/// Files of rules: folders of what must be read, and of what must be refused at the line of its name.
struct RulesFileTests {
    private static func files(_ name: String) -> [URL] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/\(name)")
        // A folder that cannot be read has no files, which a test notices.
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }

    private func rules(_ name: String) throws -> SeatRules {
        let file = try #require(Self.files("accepted").first { $0.lastPathComponent == name })
        return try SeatRules(yaml: String(contentsOf: file, encoding: .utf8))
    }

    @Test func `all that can be said is understood`() throws {
        let rules = try rules("everything.yaml")
        #expect(rules.groups.keys.sorted() == ["certified", "engineers", "laboratory"])
        let planner = try #require(rules.pools[SeatRules.Scope(product: "planner")])
        #expect(planner.reserve == ["engineers": 2])
        #expect(planner.include == ["engineers", "laboratory"])
        #expect(planner.exclude == ["certified"])
        #expect(planner.most == ["laboratory": 5])
        #expect(planner.mostPerUser == 2)
        #expect(planner.priority == ["engineers": 3])
        #expect(planner.idle == .seconds(900))
        #expect(planner.borrow.most == 2)
        #expect(planner.borrow.longest == .seconds(3 * 86400))
        #expect(planner.borrow.groups == ["engineers"])
        let export = rules.pools[SeatRules.Scope(product: "planner", feature: "export")]
        #expect(export?.mostPerUser == 1)
        #expect(rules.others.idle == .seconds(7200))
        let group = try #require(rules.groups["engineers"])
        #expect(group.contains(SeatHolder(user: "ANN", host: "elsewhere")))
        #expect(group.contains(SeatHolder(user: "eve", host: "PC-1")))
        let laboratory = try #require(rules.groups["laboratory"])
        for (address, isInside) in [
            ("10.1.255.1", true), ("10.2.0.1", false), ("2001:db8:1::5", true),
            ("2001:db9::5", false), ("192.168.7.9", true), ("192.168.7.8", false),
            ("::ffff:10.1.0.9", true),
        ] {
            let found: SeatAddress? = SeatAddress(text: address)
            #expect(found != nil)
            let holder = SeatHolder(user: "eve", host: "x", address: found)
            #expect(laboratory.contains(holder) == isInside, "\(address)")
        }
        let certified = try #require(rules.groups["certified"])
        #expect(!certified.contains(SeatHolder(user: "cem", host: "x")))
        #expect(certified.contains(SeatHolder(user: "cem", host: "x", isKnown: true)))
    }

    @Test func `a file that was changed at random is read, or refused at a line of its`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let texts = try (Self.files("accepted") + Self.files("refused"))
            .map { Array(try Data(contentsOf: $0)) }
        let marks = Array("{}[]:,-#&*!|>'\"%@`\n \t0".utf8)
        // What ends a line in YAML: CR, NEL, LS and PS, too.
        let ends = "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars
        var read = 0
        for _ in 0..<5000 {
            var text = texts.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text[place] = .random(in: 0...255, using: &random)
                case 1: text.insert(marks.randomElement(using: &random) ?? 0, at: place)
                case 2: text.removeSubrange(place..<min(text.count, place + 8))
                default: text += text[place..<min(text.count, place + 64)]
                }
            }
            let yaml = String(decoding: text, as: UTF8.self)
            do throws(RulesDefect) {
                _ = try SeatRules(yaml: yaml)
                read += 1
            } catch {
                let lines = 1 + yaml.unicodeScalars.count { ends.contains($0) }
                #expect(1...lines ~= error.line, "seed \(seed)")
                #expect(!error.text.isEmpty)
            }
        }
        #expect(read > 100)
    }

    @Test(arguments: ["[", "{a: ", "- ", "&a [*a, "])
    func `a file that is nested without end is refused`(_ part: String) {
        let text = "pools: " + String(repeating: part, count: 50_000)
        #expect(throws: RulesDefect.self) { try SeatRules(yaml: text) }
    }

    @Test(arguments: files("accepted"))
    func `a file of rules is read`(_ file: URL) throws {
        _ = try SeatRules(yaml: String(contentsOf: file, encoding: .utf8))
    }

    @Test(arguments: files("refused"))
    func `a file that is none is refused, and its line is named`(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let defect = #expect(throws: RulesDefect.self) { try SeatRules(yaml: text) }
        let line = Int(file.lastPathComponent.prefix { $0.isNumber })
        #expect(defect?.line == line, "\(file.lastPathComponent): \(defect?.text ?? "")")
        #expect(defect?.text.isEmpty == false)
    }

    @Test func `there are files of each kind`() {
        #expect(Self.files("accepted").count >= 4)
        #expect(Self.files("refused").count >= 21)
    }
}
