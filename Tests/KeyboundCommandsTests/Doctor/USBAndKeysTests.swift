import Foundation
import HardwareKeys
@testable import KeyboundCommands
import LicenseBinding
import SystemInspection
import TestPublisher
import Testing
import USBBus

struct USBAndKeysTests {
    private static let fourth = USBPortPath(bus: 1, ports: [4])

    private func device(_ vendor: UInt16, _ product: UInt16, _ name: String?) -> SeenDevice {
        SeenDevice(
            model: USBModel(vendorID: vendor, productID: product), port: Self.fourth,
            manufacturer: "O'Neil", product: name)
    }

    @Test func `USB that is there is well`() {
        #expect(USBCheck.findings(.sample()).levels == [.ok])
    }

    @Test func `without USB a license that needs a key is in trouble`() {
        let facts = SystemFacts.sample([]) { $0.hasUSB = false }
        #expect(USBCheck.findings(facts).levels == [.advice])
        var needy = facts
        needy.install(.sample())
        #expect(USBCheck.findings(needy).levels == [.mend])
        #expect(USBCheck.findings(needy).commands == ["sudo modprobe xhci_pci"])
        needy.surroundings = Surroundings(hypervisor: .qemu)
        #expect(USBCheck.findings(needy).commands.isEmpty)
        #expect(USBCheck.findings(needy)[0].why.contains("see the check virtual"))
    }

    @Test func `devices that cannot be listed are told`() {
        let findings = USBCheck.findings(.sample { $0.scanProblem = "libusb did not start" })
        #expect(findings.levels == [.mend])
        #expect(findings[0].found == "libusb did not start")
    }

    @Test func `each key is told with its port`() {
        let findings = KeysCheck.findings(
            .sample([.sample(), .sample(port: "1-5", id: .sample(2)), .sample(.noAccess, id: nil)]))
        #expect(findings.levels == [.ok, .ok, .ok])
        #expect(findings.map(\.subject) == ["1-4", "1-5", "1-4"])
        #expect(findings[0].found.contains("usb:096e-0006:KEY-1"))
    }

    @Test func `a key without an ID of its own is advice`() {
        #expect(KeysCheck.findings(.sample([.sample(.anonymous, id: nil)])).levels == [.advice])
        #expect(KeysCheck.findings(.sample([.sample(.needsRuntime, id: nil)])).levels == [.ok])
    }

    @Test func `no key matters where a license needs one`() {
        func level(_ mode: Binding.Mode?) -> Finding.Level? {
            var facts = SystemFacts.sample([])
            if let mode {
                facts.install(Binding(mode: mode, keys: [.init(id: .sample(), role: .primary)]))
            }
            return KeysCheck.findings(facts).first?.level
        }
        #expect(level(nil) == .ok)
        #expect(level(.machine) == .ok)
        #expect(level(.keyOrMachine) == .ok)
        #expect(level(.key) == .mend)
        #expect(level(.keyAndMachine) == .mend)
    }

    @Test func `keys that are missed are named, each once and five at most`() throws {
        let facts = SystemFacts.sample([]) { facts in
            for number in [1, 1, 2, 3, 4, 5, 6] { facts.install(.sample([.sample(number)])) }
        }
        let why = try #require(KeysCheck.findings(facts).first?.why)
        #expect(why.components(separatedBy: "KEY-").count == 6)
        #expect(why.contains("KEY-5, …."))
    }

    @Test(
        arguments: [
            (0x1234, 0x0001, "Sentinel HL Pro", true), (0x1234, 0x0001, "My License Key", true),
            (0x1234, 0x0001, "USB Dongle", true), (0x1234, 0x0001, "guardant", true),
            (0x1234, 0x0001, "Bluetooth Dongle", false), (0x1234, 0x0001, "Keyboard", false),
            // Known: a license key, and a token that shares its maker.
            (0x0529, 0x0001, "HASP HL", false), (0x0529, 0x0514, "HASP token", false),
            // A maker of nothing but license keys; a borrowed number; a maker of tokens too.
            (0x064f, 0x9999, nil, true), (0x0403, 0x6001, "FT232R", false),
            (0x0529, 0x9999, nil, false),
        ] as [(UInt16, UInt16, String?, Bool)])
    func `unknown devices that look like license keys are told`(
        _ vendor: UInt16, _ product: UInt16, _ name: String?, _ isTold: Bool
    ) {
        let findings = KeysCheck.findings(
            .sample([.sample()]) { $0.devices = [device(vendor, product, name)] })
        #expect(findings.levels == (isTold ? [.ok, .advice] : [.ok]))
    }

    @Test func `the entry of an unknown device is a catalog that the shell keeps whole`() throws {
        var facts = SystemFacts.sample { $0.devices = [device(0x1234, 0xabcd, "Dongle '; rm \"x")] }
        let finding = try #require(KeysCheck.findings(facts).last)
        #expect(finding.commands.first == "sudo mkdir -p /etc/keybound")
        let line = try #require(finding.commands.last)
        let prefix = #"printf '%s\n' '"#
        #expect(line.hasPrefix(prefix))
        #expect(line.hasSuffix("' | sudo tee /etc/keybound/catalog.json"))
        let quoted = line.dropFirst(prefix.count).dropLast(
            " | sudo tee /etc/keybound/catalog.json".count + 1)
        let file = String(quoted).replacing(#"'\''"#, with: "'")
        let catalog = try KeyCatalog(parsing: Array(file.utf8))
        #expect(catalog.entries.map(\.model.description) == ["1234:abcd"])
        facts.hasSiteCatalog = true
        let entry = try #require(KeysCheck.findings(facts).last?.commands)
        #expect(entry.count == 1)
        #expect(entry[0].hasPrefix(#"{"vendorID":"1234""#))
    }
}
