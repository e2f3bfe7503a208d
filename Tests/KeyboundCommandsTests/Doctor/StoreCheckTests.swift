import FileSystem
import FoundationEssentials
import Glibc
@testable import KeyboundCommands
import LicenseBinding
import LicenseStore
import SystemInspection
import TestPublisher
import Testing

struct StoreCheckTests {
    private let path = "/state/licenses/it's.lic"

    private func problem(_ cause: StoreProblem.Cause) -> StoreProblem {
        StoreProblem(path: path, cause: cause)
    }

    private let malformed = StoreProblem.Cause.refusal(.malformed(.tooLarge(limit: 1)))
    private let untrusted = StoreProblem.Cause.refusal(.issuerUnknown(.untrustedRoot(kid: "k")))

    private func findings(_ change: (inout SystemFacts) -> Void) -> [Finding] {
        StoreCheck.findings(
            .sample { facts in
                facts.store.own = "/state"
                change(&facts)
            })
    }

    @Test func `an empty store and one with spares are well`() {
        #expect(findings { _ in }.levels == [.ok])
        #expect(findings { $0.install(.sample([.sample(1), .sample(2)])) }.levels == [.ok])
    }

    @Test func `a broken file is put aside, by root where it is not the user's`() {
        let own = findings { $0.store.problems = [problem(malformed)] }
        #expect(own.levels == [.mend])
        #expect(own[0].subject == path)
        let quoted = #"'/state/licenses/it'\''s.lic'"#
        let move = "mv -n \(quoted) " + quoted.dropLast() + ".broken'"
        #expect(own.commands == [move, "keybound license install FILE"])
        let shared = findings {
            $0.store.own = "/sta"
            $0.store.listProblems = [problem(malformed)]
        }
        #expect(shared.commands == ["sudo " + move])
        let root = findings {
            $0.store.own = ""
            $0.account = Account(user: 0, groups: [])
            $0.store.listProblems = [problem(malformed)]
        }
        #expect(root.commands == [move])
    }

    @Test func `an unreadable file gets its right back`() {
        let error = FileError.failed(.open, path: path, errno: EACCES)
        let findings = findings { $0.store.problems = [problem(.file(error))] }
        #expect(findings.levels == [.mend])
        #expect(findings.commands == [#"sudo chmod a+rX '/state/licenses/it'\''s.lic'"#])
        let other = FileError.failed(.read, path: path, errno: EIO)
        #expect(
            self.findings { $0.store.problems = [problem(.file(other))] }.commands.first?
                .hasPrefix("mv ") == true)
    }

    @Test func `further files of a license are put aside`() throws {
        let id = try #require(LicenseID("sample-1"))
        let findings = findings { $0.store.copies = [id: ["/state/a.lic", "/state/b.lic"]] }
        #expect(findings.levels == [.mend])
        #expect(findings.commands == ["mv -n /state/b.lic /state/b.lic.doubled"])
    }

    @Test func `a license of the computer alone is advised a key`() {
        let machine = findings { $0.install(Binding(mode: .machine)) }
        #expect(machine.levels == [.advice])
        #expect(
            machine.commands == [
                "keybound-center rebind /state/licenses/sample-1.lic "
                    + "--to-key usb:096e-0006:KEY-1 -o NEW.lic"
            ])
        let noKey = findings {
            $0.install(Binding(mode: .machine))
            $0.keys = []
        }
        #expect(noKey.commands.first?.contains("--to-key KEY-ID ") == true)
    }

    @Test func `a license without a spare is advised one`() {
        let key = findings { $0.install(.sample()) }
        #expect(key.levels == [.advice])
        #expect(
            key.commands == [
                "keybound-center issue --product planner --licensee 'Example Institute' "
                    + "--bind key:usb:096e-0006:KEY-1 --spare KEY-ID -o NEW.lic"
            ])
        func binding(_ mode: Binding.Mode) -> Binding {
            Binding(mode: mode, keys: [.init(id: .sample(), role: .primary)])
        }
        #expect(findings { $0.install(binding(.keyOrMachine)) }.levels == [.ok])
        let both = findings { $0.install(binding(.keyAndMachine)) }
        #expect(both.commands.first == "keybound machine snapshot -o machine.json")
        #expect(
            both.commands.last?.contains("key-and-machine:usb:096e-0006:KEY-1,machine.json") == true
        )
    }

    @Test func `licenses of unknown publishers are the business of the check publishers`() {
        let change = { (facts: inout SystemFacts) in
            facts.store.problems = [problem(untrusted), problem(malformed)]
            facts.store.publishers = 1
        }
        #expect(findings(change).levels == [.mend])
        let findings = PublishersCheck.findings(.sample([], change))
        #expect(findings.levels == [.mend])
        #expect(findings[0].found.contains("ISSUER_UNKNOWN"))
        #expect(findings.commands == ["keybound publisher add FILE"])
    }

    @Test func `no publisher at all is told once`() {
        #expect(PublishersCheck.findings(.sample()).levels == [.ok])
        let findings = PublishersCheck.findings(
            .sample { $0.store.problems = [problem(untrusted), problem(untrusted)] })
        #expect(findings.levels == [.mend])
        #expect(findings[0].found == "no publisher is trusted, and there are licenses: 2")
    }

    @Test func `a broken root is put aside and added anew`() {
        let findings = PublishersCheck.findings(
            .sample { $0.store.rootProblems = [problem(.defect(.tooLarge(limit: 1)))] })
        #expect(findings.levels == [.mend])
        #expect(findings.commands.last == "keybound publisher add FILE")
    }

    @Test func `roots that cannot be read get their right back`() {
        let error = FileError.failed(.list, path: path, errno: EACCES)
        let findings = PublishersCheck.findings(
            .sample { $0.store.rootProblems = [problem(.file(error))] })
        #expect(findings.commands == [#"sudo chmod a+rX '/state/licenses/it'\''s.lic'"#])
    }

    @Test func `a clock more than a day behind is told`() {
        func level(_ floor: Date?) -> Finding.Level {
            ClockCheck.findings(.sample { $0.store.clockFloor = floor })[0].level
        }
        #expect(level(nil) == .ok)
        #expect(level(TestTime.now + 86400) == .ok)
        #expect(level(TestTime.now + 86401) == .mend)
    }

    @Test(arguments: [
        ("/a/b-1.lic", "/a/b-1.lic"), ("", "''"), ("-rf", "'-rf'"), ("a b", "'a b'"),
        ("a'b", #"'a'\''b'"#), ("$(x)", "'$(x)'"), ("ü", "'ü'"), ("a\\", "'a\\'"), ("~", "'~'"),
    ])
    func `words are safe to copy into a shell`(_ text: String, _ word: String) {
        #expect(ShellWord.quoted(text) == word)
    }
}
