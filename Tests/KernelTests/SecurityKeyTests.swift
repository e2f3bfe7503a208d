import CommandRuns
import Foundation
import LicenseBinding
import RedirectedUSB
import SimulatedDevices
import SimulatedKeys
import Testing
import VirtualMachine

extension OnRealKernel {
    /// FIDO2 keys as human interface devices of a real kernel, with the programs as they are shipped.
    struct SecurityKeyTests {
        /// A publisher here, and a site in the machine that trusts it.
        private struct Story {
            private static let folder = "/tmp/fido2"

            let machine: VirtualMachine
            let publisher: CommandSite

            init(_ machine: VirtualMachine) async throws {
                self.machine = machine
                publisher = try await .trusting(at: Date())
                _ = try await machine.run("rm -rf \(Self.folder); mkdir \(Self.folder)")
                try await send("home/publisher.jwk")
                let added = try await keybound("publisher add \(Self.folder)/publisher.jwk")
                try #require(added.exitCode == 0, "\(added)")
            }

            func keybound(_ arguments: String) async throws -> GuestResult {
                try await machine.run(
                    "keybound \(arguments) --state-dir \(Self.folder)/state", within: .seconds(60))
            }

            /// A file of the publisher, to the machine.
            private func send(_ name: String) async throws {
                let text = try String(contentsOfFile: publisher.path(name), encoding: .utf8)
                let file = name.split(separator: "/").last ?? ""
                try await machine.mustRun(
                    "printf %s '\(text)' > \(Self.folder)/\(file)")
            }

            /// Enrolls the key that is plugged in, and installs a license that is bound to it.
            func bind() async throws {
                let enrolled = try await keybound("keys enroll -o \(Self.folder)/key.json")
                try #require(enrolled.exitCode == 0, "\(enrolled)")
                let file = try await machine.run("cat \(Self.folder)/key.json")
                try publisher.write(file.output, to: "key.json")
                try await publisher.issue("key.lic", bind: "key:" + publisher.path("key.json"))
                try await send("key.lic")
                let installed = try await keybound("license install \(Self.folder)/key.lic")
                try #require(installed.exitCode == 0, "\(installed)")
            }

            func verdict() async throws -> [String] {
                let result = try await keybound("license verify --json")
                let json = try JSONScanner.value(of: Array(result.output.utf8))
                let license = json["licenses"]?[0]
                let codes = (license?["refusals"]?.elements ?? []).compactMap { $0["code"]?.text }
                return codes.isEmpty ? [license?["verdict"]?.text ?? "\(result)"] : codes
            }
        }

        @Test func `enroll, bind, verify; a second key of the model is the wrong one`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (key, port) = (SimulatedKey(), machine.ports[0])
                try await machine.plug(key, into: port)
                let story = try await Story(machine)
                try await story.bind()
                #expect(try await story.verdict() == ["accepted"])
                #expect(key.touches == 1)
                try await machine.unplug(port)
                #expect(try await story.verdict() == ["KEY_ABSENT"])
                try await machine.plug(SimulatedKey(), into: port)
                #expect(try await story.verdict() == ["KEY_WRONG"])
                try await machine.plug(key, into: machine.ports[1])
                #expect(try await story.verdict() == ["accepted"])
                #expect(key.touches == 1)
            }
        }

        @Test func `a key that is busy for ten seconds is waited for, and never told as gone`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (key, port) = (SimulatedKey(), machine.ports[0])
                try await machine.plug(key, into: port)
                let story = try await Story(machine)
                try await story.bind()
                let watch = try await machine.watch("--state-dir /tmp/fido2/state")
                #expect(try await watch.next().text == "arrived ready \(port.name)")
                key.set { $0.isBusy = true }
                Thread.detachNewThread {
                    Thread.sleep(forTimeInterval: 10)
                    key.set { $0.isBusy = false }
                }
                #expect(try await story.verdict() == ["accepted"])
                #expect(try watch.events.map(\.word) == ["arrived"])
            }
        }

        @Test func `a copied key with an older counter, and a repeated answer, are refused`()
            async throws
        {
            try await RealKernel.exclusively { machine in
                let (key, port) = (SimulatedKey(), machine.ports[0])
                try await machine.plug(key, into: port)
                let story = try await Story(machine)
                try await story.bind()
                let copy = key.copy()
                #expect(try await story.verdict() == ["accepted"])
                #expect(try await story.verdict() == ["accepted"])
                key.set { $0.silence = .repeats }
                #expect(try await story.verdict() == ["KEY_PROOF_FAILED"])
                try await machine.unplug(port)
                try await machine.plug(copy, into: port)
                #expect(try await story.verdict() == ["KEY_CLONE_SUSPECTED"])
            }
        }

        @Test func `the rule opens the node of a FIDO2 key to the group`() async throws {
            try await RealKernel.exclusively(withRule: false) { machine in
                let (key, port) = (SimulatedKey(), machine.ports[0])
                try await machine.plug(key, into: port)
                try await machine.mustRun("udevadm settle")
                let list = "keybound keys list --all --json"
                let refused = try await machine.run(list)
                #expect(refused.output.contains(#""state": "noAccess""#), "\(refused)")
                try await machine.installRule()
                // Where the kernel has a list of users on the node, a group gets in only with a new one.
                try await machine.unplug(port)
                try await machine.plug(key, into: port)
                let opened = try await machine.run(list)
                #expect(opened.output.contains(#""state": "unenrolled""#), "\(opened)")
                let visitor = try await machine.run(list, as: .visitor)
                #expect(visitor.output.contains(#""state": "noAccess""#), "\(visitor)")
            }
        }
    }
}

extension VirtualMachine {
    /// Plugs in a FIDO2 key.
    fileprivate func plug(_ key: SimulatedKey, into port: USBPort) async throws {
        let transport = SimulatedKeyPort(key)
        try await plug(.securityToken(), into: port) { packet, endpoint in
            guard endpoint == 0x01 else { return }
            for report in transport.answer(to: packet) { port.send(report, on: 0x81) }
        }
    }
}
