import HASP
import HardwareKeys
@testable import KeyboundCommands
import LicenseBinding
import TestPublisher
import Testing

/// Who tells the IDs of HASP and Sentinel keys.
struct RuntimeCheckTests {
    private func findings(
        _ state: KeyState = .ready, _ change: (inout RuntimeFacts) -> Void = { _ in }
    ) -> [Finding] {
        let key = PluggedKey.sample(state, id: state == .ready ? .hasp(7) : nil).with {
            $0.isSentinel = true
        }
        return RuntimeCheck.findings(.sample([key]) { change(&$0.runtime) })
    }

    @Test func `without a HASP key and a license for one, nobody has to tell anything`() {
        let facts = SystemFacts.sample {
            $0.runtime.problems = [.runtime(.silent, at: .runtime)]
            $0.runtime.listeners = [RuntimeFacts.Listener(user: 1000, name: "anna")]
        }
        #expect(RuntimeCheck.findings(facts).levels == [.ok])
    }

    @Test func `a license for a HASP key is reason enough to look`() {
        let facts = SystemFacts.sample([]) {
            $0.install(.sample([.hasp(7)]))
            $0.runtime.problems = [.runtime(.silent, at: .runtime)]
        }
        #expect(RuntimeCheck.findings(facts)[0].found.contains("does not answer within a second"))
    }

    @Test func `a run-time that tells of all keys is well`() {
        let findings = findings { $0.told = 1 }
        #expect(findings.levels == [.ok])
        #expect(findings[0].found.hasSuffix("are told: 1"))
    }

    @Test func `a run-time that is not there has to be got, or started`() {
        let findings = findings(.needsRuntime) {
            $0.problems = [.runtime(.unreachable(errno: 111), at: .runtime)]
        }
        #expect(findings.levels == [.mend])
        #expect(findings[0].found.contains("no run-time takes a connection at 127.0.0.1:1947"))
        #expect(findings[0].why.contains("Sentinel LDK run-time (aksusbd)"))
        #expect(findings.commands.contains("sudo systemctl restart aksusbd"))
    }

    @Test func `a source that fails is no harm where the other one tells of all keys`() {
        let findings = findings { $0.problems = [.library(.silent)] }
        #expect(findings.levels == [.advice])
    }

    @Test(arguments: [
        (
            SentinelProblem.runtime(.unauthorized, at: .runtime),
            "sudoedit /etc/keybound/sentinel.json"
        ),
        (
            .runtime(.malformed, at: .runtime),
            "sudo ss --listening --tcp --processes 'sport = :1947'"
        ),
        (.library(.failed(HASPFailure(.getInfo, 22))), "cat /etc/keybound/sentinel.json"),
    ])
    func `what is wrong has its command`(problem: SentinelProblem, command: String) {
        let findings = findings(.needsRuntime) { $0.problems = [problem] }
        #expect(findings.levels == [.mend])
        #expect(findings.commands.contains(command))
    }

    @Test func `a process of another user in the run-time's place is told`() {
        let findings = findings {
            $0.listeners = [
                RuntimeFacts.Listener(user: 0, name: "root"),
                RuntimeFacts.Listener(user: 1000, name: "an\u{1b}na"),
                RuntimeFacts.Listener(user: 1001, name: nil),
            ]
        }
        #expect(findings.levels == [.advice, .advice])
        #expect(findings[0].found.contains("the user an\u{fffd}na answers there"))
        #expect(findings[1].found.contains("the user number 1001"))
        #expect(findings[0].why.contains("keys that are not plugged in"))
    }

    @Test func `the account that the settings name is the run-time's`() {
        let findings = findings {
            $0.account = "hasplm"
            $0.listeners = [RuntimeFacts.Listener(user: 998, name: "hasplm")]
        }
        #expect(findings.levels == [.ok])
    }

    @Test func `settings that are wrong are to be mended, key or no key`() {
        let facts = SystemFacts.sample([]) { $0.runtime.settingsProblem = "no JSON" }
        #expect(RuntimeCheck.findings(facts).levels == [.mend])
    }
}
