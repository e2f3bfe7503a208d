import CommandRuns
import HardwareKeys
import LicenseBinding
import SimulatedBus
import SimulatedDevices
import TestRings
import Testing

@Suite(.simulatedBus, .timeLimit(.minutes(5))) struct KeysTests {
    @Test func `the list has the shape that scripts rely on`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3", port: "1-4.2"))
            let site = try CommandSite()
            let result = await site.keybound("keys", "list", "--json")
            #expect(result.code == 0)
            let key = try #require(result.json?["keys"]?[0])
            let expected = JSONObject([
                "id": "usb:0a89-0002:30A1B2C3", "vendorID": "0a89", "productID": "0002",
                "maker": "Aktiv", "model": "Guardant ID", "serial": "30A1B2C3",
                "port": "1-4.2", "assurance": "identified", "state": "ready", "reason": .null,
            ])
            #expect(key == .object(expected))
        }
    }

    @Test func `a HASP key without a readable ID is listed as what it is`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.hasp())
            let site = try CommandSite()
            let key = await site.keybound("keys", "list", "--json").json?["keys"]?[0]
            #expect(key?["id"] == .null)
            #expect(key?["assurance"] == .null)
            #expect(key?["state"] == "needsRuntime")
            #expect(
                key?["reason"]?.text?.contains("only its maker's run-time knows its ID") == true)
            let text = await site.keybound("keys", "list").output
            #expect(text.contains("Thales HASP HL"))
            #expect(text.contains("1-2: No run-time takes a connection at 127.0.0.1:1947"))
        }
    }

    @Test func `tokens, cables and flash sticks are not taken for license keys`() async throws {
        try await SimulatedBus.exclusively { bus in
            for device in [SimulatedDevice.eToken(), .serialCable(), .flashStick()] {
                bus.plug(device)
            }
            let result = try await CommandSite().keybound("keys", "list", "--json")
            #expect(result.code == 0)
            #expect(result.json?["keys"] == .array([]))
        }
    }

    @Test func `a machine without USB has an empty list and a plain sentence`() async throws {
        try await SimulatedBus.exclusively { _ in
            let site = try CommandSite()
            #expect(await site.keybound("keys", "list", "--json").json?["keys"] == .array([]))
            let result = await site.keybound("keys", "list")
            #expect(result.code == 0)
            #expect(result.output.hasPrefix("This machine has no USB"))
        }
    }

    @Test func `a key that may not be opened is listed with the reason`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(
                .licenseKey(serial: "S").with {
                    $0.isCached = false
                    $0.node = .forbidden
                })
            let site = try CommandSite()
            let key = await site.keybound("keys", "list", "--json").json?["keys"]?[0]
            #expect(key?["state"] == "noAccess")
            #expect(key?["reason"]?.text?.contains("LIBUSB_ERROR_ACCESS") == true)
        }
    }

    @Test func `a key without a serial number is anonymous`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: nil))
            let site = try await CommandSite.trusting()
            let key = await site.keybound("keys", "list", "--json").json?["keys"]?[0]
            #expect(key?["state"] == "anonymous")
            try await site.install(bind: "key:usb:0a89-0002:30A1B2C3")
            let result = await site.keybound("license", "verify", "--json")
            #expect(result.refusal?["code"] == "KEY_ANONYMOUS")
        }
    }

    @Test func `what a device says cannot steer the terminal`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "A\u{1b}[2J").with { $0.product = "B\u{1b}]0;x\u{7}" })
            let site = try CommandSite()
            let shown = await site.keybound("keys", "show", "1-1")
            #expect(shown.code == 0)
            let listed = await site.keybound("keys", "list", "--json")
            for text in [shown.output, listed.output] {
                #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            }
        }
    }

    @Test func `a key is shown by its ID, however it is spelled`() async throws {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.licenseKey(serial: "30A1B2C3"))
            let site = try CommandSite()
            let shown = await site.keybound("keys", "show", "usb:0A89-0002:30A1B2C3")
            #expect(shown.code == 0)
            #expect(shown.output.contains("its ID can be read, and so imitated"))
            #expect(await site.keybound("keys", "show", "usb:0a89-0002:NONE").code == 1)
        }
    }

    @Test func `administrators add models of their own, and a broken file hides no key`()
        async throws
    {
        try await SimulatedBus.exclusively { bus in
            bus.plug(.serialCable())
            let site = try CommandSite()
            let catalog = site.path("catalog.json")
            let entry = """
                {"format": "keybound catalog 1", "entries": [{"vendorID": "0403",
                 "productID": "6001", "maker": "Ours", "model": "Cable", "source": "us"}]}
                """
            try site.write(entry, to: "catalog.json")
            let found = await site.keybound("keys", "list", "--json", catalog: catalog)
            #expect(found.json?["keys"]?[0]?["id"] == "usb:0403-6001:A50285BI")
            bus.plug(.licenseKey(serial: "S"))
            try site.write("{", to: "catalog.json")
            let broken = await site.keybound("keys", "list", "--json", catalog: catalog)
            #expect(broken.code == 0)
            #expect(broken.json?["keys"]?.count == 1)
            #expect(broken.diagnostics.contains(catalog))
        }
    }

    @Test func `the rules print what the file holds`() async throws {
        let site = try CommandSite()
        let rules = await site.keybound("keys", "udev-rules").output
        #expect(rules.contains(#"ATTR{idVendor}=="0529", ATTR{idProduct}=="0001""#))
        let catalog = await site.keybound("keys", "catalog", "--json")
        // What the catalog prints is a catalog, and says all.
        let parsed = try KeyCatalog(parsing: Array(catalog.output.utf8))
        #expect(parsed.entries == KeyCatalog.builtIn.entries)
        try site.write(catalog.output, to: "catalog.json")
        let again = await site.keybound(
            "keys", "catalog", "--json", catalog: site.path("catalog.json"))
        #expect(again.output == catalog.output)
        #expect(again.diagnostics.isEmpty)
    }
}
