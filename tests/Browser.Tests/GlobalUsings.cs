global using System.Net;
global using System.Text;
global using System.Text.Json.Nodes;
global using Microsoft.Playwright;
global using ProcedureEngine.Browser.Tests.Support;
global using static Microsoft.Playwright.Assertions;
