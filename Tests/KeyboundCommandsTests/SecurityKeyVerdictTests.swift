import CommandRuns
import Foundation
import LicenseBinding
import SimulatedKeys
import Testing

/// FIDO2 keys from their enrollment to the verdict, with publisher and site.
struct SecurityKeyVerdictTests {
    /// A site that trusts a publisher, with these keys plugged in.
    private struct Story {
        let site: CommandSite
        let ports: SimulatedPorts

        init(_ ports: SimulatedPorts) async throws {
            site = try await .trusting()
            self.ports = ports
        }

        func enroll(
            _ key: SimulatedKey, as name: String, _ options: [String] = []
        ) async -> CommandResult {
            await enroll(in: SimulatedPorts(key), as: name, options)
        }

        func enroll(
            in ports: SimulatedPorts, as name: String, _ options: [String] = [],
            pin: String? = nil
        ) async -> CommandResult {
            await site.keybound(
                ["keys", "enroll", "-o", site.path(name)] + options, ports: ports, pin: pin)
        }

        /// Enrolls a key, and installs a license that is bound to it.
        func bind(_ key: SimulatedKey, _ options: [String] = []) async throws -> String {
            let result = await enroll(key, as: "key.json")
            try #require(result.code == 0, "\(result.output) \(result.diagnostics)")
            return try await install("key:" + site.path("key.json"), options)
        }

        func install(_ binding: String, _ options: [String] = []) async throws -> String {
            try await site.issue("bound.lic", bind: binding, options)
            return try await site.install("bound.lic", ports: ports)
        }

        func verify(_ ports: SimulatedPorts? = nil) async -> CommandResult {
            await site.keybound("license", "verify", "--json", ports: ports ?? self.ports)
        }
    }

    @Test func `enroll, bind, verify: accepted, and nobody touches the key again`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let id = try await story.bind(key)
        #expect(key.touches == 1)
        for _ in 1...3 {
            let result = await story.verify()
            #expect(result.code == 0)
            #expect(result.json?["licenses"]?[0]?["verdict"]?.text == "accepted")
        }
        #expect(key.touches == 1)
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?[0]?["assurance"]?.text == "signed")
        #expect(list.json?["keys"]?[0]?["state"]?.text == "ready")
        let show = await story.site.keybound("license", "show", id, ports: story.ports)
        #expect(show.output.contains("at 1-1, ready"))
    }

    @Test func `a second key of the same model is the wrong key`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let result = await story.verify(SimulatedPorts(SimulatedKey()))
        #expect(result.code == 3)
        #expect(result.codes == ["KEY_WRONG"])
    }

    @Test func `no key is no license`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        #expect(await story.verify(SimulatedPorts()).codes == ["KEY_ABSENT"])
    }

    @Test func `a copied key with an older counter is suspected`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let copy = key.copy()
        for _ in 1...3 { #expect(await story.verify().code == 0) }
        #expect(await story.verify(SimulatedPorts(copy)).codes == ["KEY_CLONE_SUSPECTED"])
        #expect(await story.verify().code == 0)
    }

    @Test func `a copy beside its original is suspected`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let both = SimulatedPorts(key, key.copy())
        #expect(await story.verify(both).codes == ["KEY_CLONE_SUSPECTED"])
    }

    @Test func `a key that repeats an old signature proves nothing`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        #expect(await story.verify().code == 0)
        key.set { $0.silence = .repeats }
        #expect(await story.verify().codes == ["KEY_PROOF_FAILED"])
    }

    @Test func `one stick enrolled twice for one license is refused`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let id = try await story.bind(key)
        let again = await story.enroll(key, as: "again.json", ["--license", id])
        #expect(again.code == 3)
        #expect(again.output.contains("one stick cannot be two keys"))
        let beside = await story.enroll(
            key, as: "beside.json", ["--beside", story.site.path("key.json")])
        #expect(beside.code == 3)
        #expect(!FileManager.default.fileExists(atPath: story.site.path("again.json")))
        let spare = await story.enroll(SimulatedKey(), as: "spare.json", ["--license", id])
        #expect(spare.code == 0)
    }

    @Test(arguments: [
        (SimulatedKeyQuirks.Silence.talksNonsense, "cannot prove itself"),
        (.refuses, "cannot prove itself"), (.wantsPIN, "cannot prove itself"),
        (.repeats, "does not fit"),
    ])
    func `a key that cannot sign untouched is refused at its enrollment`(
        _ silence: SimulatedKeyQuirks.Silence, _ reason: String
    ) async throws {
        let key = SimulatedKey()
        key.set { $0.silence = silence }
        let story = try await Story(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains(reason), "\(result.output)")
        #expect(!FileManager.default.fileExists(atPath: story.site.path("key.json")))
    }

    @Test func `a key whose counter falls is refused at its enrollment`() async throws {
        let key = SimulatedKey()
        key.set { $0.counter = .falling }
        let story = try await Story(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains("must rise"))
    }

    @Test func `a key without a counter is as good as others`() async throws {
        let key = SimulatedKey()
        key.set { $0.counter = .none }
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        for _ in 1...2 { #expect(await story.verify().code == 0) }
    }

    @Test func `a key that is busy for ten seconds is waited for by a start`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        key.set { $0.isBusy = true }
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 10)
            key.set { $0.isBusy = false }
        }
        #expect(await story.verify().code == 0)
    }

    @Test func `a key that stays busy is said to be`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        key.set { $0.isBusy = true }
        #expect(await story.verify().codes == ["KEY_BUSY"])
    }

    @Test func `of three keys two are enough, and one is not`() async throws {
        let keys = [SimulatedKey(), SimulatedKey(), SimulatedKey()]
        let story = try await Story(SimulatedPorts(keys[0], keys[1], keys[2]))
        for (index, key) in keys.enumerated() {
            #expect(await story.enroll(key, as: "\(index).json").code == 0)
        }
        let id = try await story.install(
            "key:" + story.site.path("0.json"),
            ["--spare", story.site.path("1.json"), "--spare", story.site.path("2.json")]
                + ["--quorum", "2"])
        #expect(await story.verify(SimulatedPorts(keys[1])).code == 3)
        #expect(await story.verify(SimulatedPorts(keys[1], keys[2])).code == 0)
        #expect(await story.verify().code == 0)
        let show = await story.site.keybound(
            "license", "show", id, ports: SimulatedPorts(keys[1]))
        #expect(show.output.components(separatedBy: "absent").count == 3)
        #expect(show.output.contains("2 of 3"))
    }

    @Test func `one signature serves all licenses of a key`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        for number in 1...5 {
            try await story.site.issue(
                "\(number).lic", bind: "key:" + story.site.path("key.json"))
            _ = try await story.site.install("\(number).lic", ports: SimulatedPorts())
        }
        let before = key.assertions
        let result = await story.verify()
        #expect(result.code == 0)
        #expect(result.json?["licenses"]?.count == 6)
        #expect(key.assertions == before + 1)
    }

    @Test func `a key in software is refused where makers have to vouch`() async throws {
        let maker = try SimulatedMaker()
        let story = try await Story(SimulatedPorts())
        try story.site.write(maker.pem, to: "roots.pem")
        let set = await story.site.center(
            "attestation", "set", "--roots", story.site.path("roots.pem"))
        #expect(set.code == 0, "\(set.diagnostics)")
        #expect(
            await story.site.center("catalog", "export", "-o", story.site.path("c.jwt")).code == 0)
        #expect(await story.site.keybound("publisher", "add", story.site.path("c.jwt")).code == 0)
        for voucher in [SimulatedVoucher.itself, .nobody] {
            let key = SimulatedKey()
            key.set(voucher)
            let result = await story.enroll(key, as: "software.json")
            #expect(result.code == 3)
            #expect(result.output.contains("nobody vouches"))
        }
        let real = SimulatedKey()
        real.set(.maker(try maker.certify(real.model)))
        #expect(await story.enroll(real, as: "real.json").code == 0)
        try await story.site.issue("real.lic", bind: "key:" + story.site.path("real.json"))
    }

    @Test func `the publisher believes no enrollment that the site should have refused`()
        async throws
    {
        let story = try await Story(SimulatedPorts())
        #expect(await story.enroll(SimulatedKey(), as: "software.json").code == 0)
        try story.site.write(SimulatedMaker().pem, to: "roots.pem")
        _ = await story.site.center("attestation", "set", "--roots", story.site.path("roots.pem"))
        let result = await story.site.center(
            "issue", "--product", "planner", "--licensee", "Example Institute", "--bind",
            "key:" + story.site.path("software.json"), "-o", story.site.path("no.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("nobody vouches"))
    }

    @Test func `models that the publisher does not take are refused`() async throws {
        let story = try await Story(SimulatedPorts())
        let other = "ee882879-721c-4913-9775-3dfcce97072a"
        _ = await story.site.center("attestation", "set", "--model", other)
        _ = await story.site.center("catalog", "export", "-o", story.site.path("c.jwt"))
        _ = await story.site.keybound("publisher", "add", story.site.path("c.jwt"))
        let result = await story.enroll(SimulatedKey(), as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains("does not take its model"))
    }

    @Test func `a license that demands a proof is not bound to a number`() async throws {
        let story = try await Story(SimulatedPorts())
        let result = await story.site.center(
            "issue", "--product", "planner", "--licensee", "Example Institute", "--bind",
            "key:hasp:978493417", "--minimum-assurance", "signed", "-o",
            story.site.path("no.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("less than the least"))
    }

    @Test func `a key is tested, and tells time, counter and strength`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        _ = try await story.bind(key)
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        let id = try #require(list.json?["keys"]?[0]?["id"]?.text)
        let result = await story.site.keybound("keys", "test", id, ports: story.ports)
        #expect(result.code == 0)
        #expect(result.output.contains("proven"))
        #expect(result.output.contains("counter"))
        #expect(result.output.contains(" ms"))
        key.set { $0.silence = .repeats }
        let repeated = await story.site.keybound("keys", "test", id, ports: story.ports)
        #expect(repeated.code == 3)
    }

    @Test func `a key blinks where it is`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let result = await story.site.keybound("keys", "locate", "1-1", ports: story.ports)
        #expect(result.code == 0, "\(result.diagnostics)")
        #expect(result.output.contains("was touched"))
    }

    @Test func `keys of other purposes are listed only with all`() async throws {
        let key = SimulatedKey()
        let story = try await Story(SimulatedPorts(key))
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?.count == 0)
        let all = await story.site.keybound("keys", "list", "--all", ports: story.ports)
        #expect(all.output.contains("unenrolled"))
        _ = try await story.bind(SimulatedKey())
        let others = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(others.json?["keys"]?.count == 0)
    }
}

extension CommandResult {
    /// The codes of all refusals.
    fileprivate var codes: [String] {
        (json?["licenses"]?.elements ?? []).flatMap { license in
            (license["refusals"]?.elements ?? []).compactMap { $0["code"]?.text }
        }
    }
}
